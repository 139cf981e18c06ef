// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/issuer/issue.hpp"

#include <string>

namespace tokenshift::issuer {

// The claims of tokens: reference tokens.md §1.2 and §2.1.

/// What access and refresh token of one response have in common.
struct Common {
  const Settings& settings;
  const Request& request;
  std::string usid;
  std::string scope;
};

/// The claims as JSON, in the server's order.
std::string access_claims(const Common& common, const Facts& facts);
std::string refresh_claims(const Common& common, const Facts& facts);

/// The header of a token of this `typ` as JSON, in the server's order. `kid` is x5t, "_" and the
/// algorithm (§1.1).
std::string header(const std::string& x5t, crypto::Algorithm algorithm, std::string_view typ);

/// Whether a grant's tokens are the application's own, not a user's.
bool is_application(Grant grant);

}  // namespace tokenshift::issuer
