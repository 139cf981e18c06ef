// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/issuer/client.hpp"
#include "tokenshift/issuer/server_order.hpp"
#include "tokenshift/issuer/settings.hpp"
#include "tokenshift/issuer/user_store.hpp"
#include "tokenshift/jwt/write.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tokenshift::issuer {

enum class Grant { client_credentials, password, authorization_code, refresh_token };

/// "client_credentials", … as in the parameter grant_type.
std::string_view to_string(Grant grant);
std::optional<Grant> parse_grant(std::string_view text);

/// `exp` of a token that never expires: the largest number of whole seconds in Java's milliseconds.
/// More than 2^53, so JSON readers that use doubles change it (reference tokens.md §3).
inline constexpr std::int64_t never_expires = 9223372036854775;

/// What tokens are asked for.
struct Request {
  Grant grant = Grant::client_credentials;
  Client client;
  User user;                                     ///< of client_credentials the client's owner
  std::optional<std::string> subject;            ///< `sub`, where it is not the user's id (§1.5)
  std::vector<std::string> scopes;               ///< none: `default`
  std::optional<std::chrono::seconds> validity;  ///< of the access token; else the client's
  std::vector<std::string> audiences;            ///< besides the client's own
  std::optional<bool> consented;                 ///< default: authorization_code is
  bool federated = false;
  std::vector<Member> custom;      ///< more claims of the access token
  bool with_refresh_token = true;  ///< where grant and client have one
  /// `iat` and `exp` of the refresh token, where they are not of this moment.
  std::optional<std::pair<std::int64_t, std::int64_t>> refresh_lifetime;
};

/// The claims by which a token can be named without showing it.
struct Facts {
  std::string jti;
  std::int64_t issued = 0;   ///< iat
  std::int64_t expires = 0;  ///< exp; never_expires
};

/// The answer to a request for tokens.
struct Issued {
  std::string access_token;
  std::string refresh_token;  ///< empty where the grant or the client has none
  std::string scope;          ///< of the access token; may be empty
  Facts access;
  Facts refresh;
};

/// Where time and chance come from.
struct Sources {
  std::function<Time()> now;
  std::function<std::string()> new_uuid;
};

/// Issues tokens as a server with the optimization on does. One per thread.
class Issuer {
 public:
  /// `x5t` names the certificate of the key: jwt::server_x5t().
  /// Throws Error{input} when the key does not fit the algorithm of the settings.
  Issuer(const crypto::SigningKey& key, const std::string& x5t, Settings settings, Sources sources);

  const Settings& settings() const { return settings_; }
  Time now() const { return sources_.now(); }

  /// Access token, and refresh token where grant and client have one.
  Issued issue(const Request& request);

 private:
  Settings settings_;
  Sources sources_;
  jwt::CompactSigner access_;
  jwt::CompactSigner refresh_;
};

/// How long the access tokens of a request live; negative: for ever.
std::chrono::seconds access_validity(const Settings& settings, const Request& request);
std::chrono::seconds refresh_validity(const Settings& settings, const Client& client);

/// `exp` of what is issued then and lives so long.
std::int64_t expiry(std::int64_t issued, std::chrono::seconds validity);

/// The scopes as the server writes them: sorted by code units, joined by blanks.
std::string scope_text(std::vector<std::string> scopes);

}  // namespace tokenshift::issuer
