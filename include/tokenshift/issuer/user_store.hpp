// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"

#include <optional>
#include <string>

namespace tokenshift::issuer {

/// A user of a tenant. The server compares ids, never names (reference tokens.md §4.6).
struct User {
  std::string id;    ///< UUID
  std::string name;  ///< without its domain; empty when unknown
  std::string tenant = "carbon.super";

  bool operator==(const User&) const = default;
};

/// Whether a database holds the table of users of a JDBC user store (UM_USER, with the UM_USER_ID
/// that API-M has kept since 4.0).
bool is_user_store(db::Connection& database);

/// The user of that name, compared exactly; nothing where there is none.
std::optional<User> find_user(db::Connection& store, const std::string& name,
                              const std::string& tenant, std::int64_t tenant_id);

/// The user of that id.
std::optional<User> find_user_by_id(db::Connection& store, const std::string& id,
                                    const std::string& tenant, std::int64_t tenant_id);

}  // namespace tokenshift::issuer
