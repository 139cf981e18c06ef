// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"
#include "tokenshift/issuer/issue.hpp"
#include "tokenshift/jwt/verify.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::issuer {

/// A refresh token that is to be exchanged.
struct RefreshRequest {
  std::string token;
  Client client;                                 ///< who presents it
  std::vector<std::string> scopes;               ///< a part of the token's; none: all of them
  std::optional<std::chrono::seconds> validity;  ///< of the new access token
  /// Whether the server's known defects are reproduced (reference tokens.md §2.3, §2.4). Else they
  /// are not, and Refreshed::differences says where that shows.
  bool faithful = false;
  bool dry_run = false;  ///< everything is checked; nothing is issued or written
};

struct Refreshed {
  std::optional<Issued> issued;          ///< nothing when it was refused, or not meant (dry_run)
  bool same_refresh_token = false;       ///< renewal is off: the old one is to be used again
  bool spends_token = false;             ///< the old one is good for nothing from now on
  std::string error;                     ///< as of RFC 6749 §5.2: "invalid_grant"; empty: none
  std::string description;               ///< of the error, as the server words it
  std::vector<jwt::Failure> failures;    ///< all that is wrong with the token
  std::vector<std::string> differences;  ///< what the server does otherwise here, each a clause

  bool refused() const { return !error.empty(); }
};

/// Exchanges a refresh token: the grant refresh_token of the server.
///
/// The verifier's demands must name the same clock, skew and store. Strict: the old token is marked
/// as used, in its own transaction, before new ones are handed out, and whoever finds it used is
/// refused, so that of two at the same time at most one gets tokens.
/// `store` holds IDN_INVALID_TOKENS; nullptr in a dry run where there is none yet.
Refreshed refresh(Issuer& issuer, jwt::TokenVerifier& verifier, db::Connection* store,
                  const Sources& sources, const RefreshRequest& request);

}  // namespace tokenshift::issuer
