// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/db/dialect.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tokenshift::apps {

/// What kind of row is written. The order is the order of writing.
enum class Target : std::uint8_t {
  type_row,       ///< an existing tokenType row
  missing_type,   ///< a client without a tokenType row of its tenant: one is inserted
  application,    ///< the developer portal's copy
  metadata,       ///< the copy that DCR keeps
  user_domain,    ///< a portal's subject names the user store
  tenant_domain,  ///< a portal's subject does not name the tenant: the server appends it itself
};

/// Where a target lies in the database and what is written there. A table of data: apply and undo
/// are written once against it.
struct TargetSpec {
  Target target;
  std::string_view name;  ///< in plans and the journal: a contract
  apim::Side side;        ///< in which database, where there are two
  std::string_view table;
  std::string_view id;      ///< the primary key
  std::string_view column;  ///< what changes
  std::string_view value;   ///< what it becomes
  std::string_view noun;    ///< for people
  std::string_view nouns;   ///< the same in the plural
};

inline constexpr std::size_t target_count = 6;

std::span<const TargetSpec> targets();
const TargetSpec& spec_of(Target target);

/// The column as a dialect spells it: SP_METADATA.VALUE is a reserved word in some.
std::string_view column_of(const TargetSpec& spec, const db::Dialect& dialect);

/// What `SET` takes after `column = value` so that nothing else of the row changes by itself.
std::string_view kept_columns(const TargetSpec& spec, const db::Dialect& dialect);

/// The spec with this name; nullptr when there is none.
const TargetSpec* find_target(std::string_view name);

}  // namespace tokenshift::apps
