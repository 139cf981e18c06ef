// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/crypto/signature.hpp"
#include "tokenshift/issuer/profile.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tokenshift::issuer {

/// What a deployment's configuration decides about its tokens; each with the server's default
/// (reference tokens.md §3).
struct Settings {
  Profile profile = Profile::p47;
  std::string issuer = "https://localhost:9443/oauth2/token";  ///< `iss` of the super tenant
  bool tenant_in_issuer = false;  ///< tenant-qualified URLs: `/t/<tenant>` in `iss`
  crypto::Algorithm algorithm = crypto::Algorithm::rs256;
  std::chrono::seconds app_validity{3600};       ///< of client_credentials
  std::chrono::seconds user_validity{3600};      ///< of every other grant
  std::chrono::seconds refresh_validity{86400};  ///< negative periods never end
  std::chrono::seconds skew{0};
  bool renew_refresh_token = true;
  bool extend_on_renewal = true;
  bool tenant_domains = true;           ///< app_td and user_td
  bool sign_with_client_tenant = true;  ///< else the user's tenant signs, and `realm` says so
  bool user_name_as_sub = false;        ///< of access tokens
  std::vector<std::string> audiences;   ///< of every client, after its own

  /// `iss` for a client of this tenant.
  std::string issuer_of(const std::string& tenant) const;
};

/// The settings of a deployment; what is not set has the default of its version.
/// Throws Error{input} for a period that cannot be read, or a value with a placeholder that cannot
/// be resolved.
Settings settings_of(const apim::Deployment& deployment, Profile profile);

}  // namespace tokenshift::issuer
