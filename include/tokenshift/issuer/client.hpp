// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/db/connection.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace tokenshift::issuer {

/// What an OAuth client decides about its tokens: a row of IDN_OAUTH_CONSUMER_APPS and its
/// properties.
struct Client {
  std::string key;
  std::string tenant = "carbon.super";
  std::int64_t tenant_id = apim::super_tenant_id;
  std::string owner;  ///< the user's name; empty when unknown
  std::string state = "ACTIVE";
  std::chrono::seconds app_validity{0};  ///< 0: the deployment's; negative: never ends
  std::chrono::seconds user_validity{0};
  std::chrono::seconds refresh_validity{0};
  std::vector<std::string> grants;          ///< that it may use; empty when unknown: all
  std::vector<std::string> audiences;       ///< after its own key
  std::optional<bool> renew_refresh_token;  ///< its own setting wins over the deployment's
  bool is_jwt = true;                       ///< its token type is exactly JWT
  bool has_token_binding = false;           ///< for which these tokens are not made

  /// Whether the client may use the grant.
  bool allows(std::string_view grant) const;
};

/// The client as the server sees it: properties of its own tenant alone.
/// Throws Error{refused} when there is no such client.
Client read_client(db::Connection& database, const apim::Catalog& catalog, const std::string& key);

/// The consumer keys of all clients that a user owns, by the name that the rows hold.
std::vector<std::string> clients_of(db::Connection& database, const std::string& user,
                                    std::int64_t tenant_id);

}  // namespace tokenshift::issuer
