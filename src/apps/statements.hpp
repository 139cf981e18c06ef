// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/target.hpp"
#include "tokenshift/db/dialect.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tokenshift::apps {

// The statements that write, for one row (`= ?`) or for many (`IN (1, 2, 3)`): `which` says so.
// Each names the value that the row has to have, byte by byte.

/// `IN (1, 2, 3)`
std::string in_list(std::span<const std::int64_t> ids);

/// Puts the target's value in the place of the old one, the parameter; of one row the id is the
/// first parameter.
std::string update_sql(const TargetSpec& spec, const db::Dialect& dialect, std::string_view which);

/// Inserts the token type rows of the clients that have none of their own tenant.
std::string insert_sql(const db::Dialect& dialect, std::string_view which);

/// The ids of the token type rows of these clients' own tenants.
std::string inserted_ids_sql(const db::Dialect& dialect, std::string_view which);

/// Puts a value, the first parameter, back in the place of the target's, the last one.
std::string restore_sql(const TargetSpec& spec, const db::Dialect& dialect, std::string_view which);

/// Deletes rows that were inserted and still hold the value, the last parameter.
std::string delete_sql(const TargetSpec& spec, const db::Dialect& dialect, std::string_view which);

}  // namespace tokenshift::apps
