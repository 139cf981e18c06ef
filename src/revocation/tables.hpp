// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"
#include "tokenshift/revocation/verdict.hpp"
#include "tokenshift/revocation/write.hpp"

#include <span>
#include <string_view>

namespace tokenshift::revocation {

// The tables of revocation, as data: reference tokens.md §5.3.

/// A table with one row for each revoked token.
struct TokenTable {
  std::string_view name;
  std::string_view jti;     ///< its column of the token's identifier
  std::string_view client;  ///< its column of the consumer key; empty: it has none
};

/// A table with one row for each cut-off.
struct CutOffTable {
  std::string_view name;
  std::string_view key;  ///< its column of the consumer key, user's id or either
  bool has_type;         ///< ENTITY_TYPE is part of the key
  bool has_id;           ///< EVENT_ID has to be given
};

struct Tables {
  TokenTable tokens;
  CutOffTable clients;
  CutOffTable subjects;
};

/// Those of the key manager (IDN_…) or the gateways (AM_…).
const Tables& tables_of(View view);

/// ENTITY_TYPE: "USER_ID" or "CLIENT_ID"; "" for a client's own cut-off, which has none.
std::string_view entity_type(Whose whose);

/// Where a cut-off goes.
const CutOffTable& table_of(const Tables& tables, Whose whose);

/// Throws Error{input} when the database lacks one.
void require(db::Connection& database, const Tables& tables);

}  // namespace tokenshift::revocation
