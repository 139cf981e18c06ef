// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/db/connection.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::revocation {

/// One token that shall be revoked.
struct TokenEntry {
  std::string jti;
  std::string client;
  Time expires;  ///< of the token; the row may be removed afterwards
  std::int64_t tenant_id = 0;
};

/// Whose tokens a cut-off revokes.
enum class Whose {
  client,       ///< all of a client: key is the consumer key
  user,         ///< all of a user: key is the user's id (UUID)
  users_client  ///< client_credentials tokens of a client that the user owns: key as of client
};

/// Tokens issued until `at`, and until the end of that second, are revoked.
struct CutOff {
  Whose whose = Whose::client;
  std::string key;
  std::string organization;  ///< the tenant's domain
  Time at;
};

/// What is to be written, all in one transaction.
struct Revocation {
  std::vector<TokenEntry> tokens;
  std::vector<CutOff> cut_offs;
  bool gateway_tables = false;  ///< the AM_ tables, too: gateways read them when they start
};

/// What happens, or would happen, to one row.
struct Effect {
  enum class What {
    inserted,
    moved,    ///< the cut-off was earlier
    already,  ///< revoked already, or cut off at this time or later: left as it is
  };
  std::string_view table;
  std::string key;  ///< jti, consumer key or user id
  What what = What::inserted;
  std::optional<Time> before;  ///< the cut-off that was there
  std::optional<Time> now;     ///< the cut-off that is there, as the column keeps it: some engines
                               ///< round to whole seconds (reference tokens.md §4.7)
};

/// "inserted", "moved" or "already".
std::string_view to_string(Effect::What what);

/// What write() would do. Reads only.
std::vector<Effect> preview(db::Connection& database, const Revocation& revocation);

/// Writes by the protocol of the server: UPDATE, INSERT where no row is, and the whole again when
/// somebody else was faster (reference tokens.md §5.2). No cut-off ever moves backwards, no token
/// gets a second row. `new_id` gives a new UUID for each row.
///
/// Throws Error{environment} when the database says no after five more attempts; nothing is written
/// then. Error{input} when a table is missing.
std::vector<Effect> write(db::Connection& database, const Revocation& revocation,
                          const std::function<std::string()>& new_id);

/// The last expiry that the TIMESTAMP columns of a dialect hold in any time zone: MySQL's end in
/// January 2038. A later one is written as this.
Time latest_expiry(const db::Dialect& dialect);

}  // namespace tokenshift::revocation
