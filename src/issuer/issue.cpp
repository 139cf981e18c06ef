// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/issue.hpp"

#include "claims.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::issuer {
namespace {

using std::chrono::seconds;

constexpr std::array<std::string_view, 4> grant_names{"client_credentials", "password",
                                                      "authorization_code", "refresh_token"};

std::string_view refresh_typ(Profile profile) {
  return profile == Profile::p43 ? "at+jwt" : "rt+jwt";
}

bool has_refresh_token(const Request& request) {
  return request.with_refresh_token && request.grant != Grant::client_credentials &&
         request.client.allows(to_string(Grant::refresh_token));
}

jwt::CompactSigner signer(const crypto::SigningKey& key, const std::string& x5t,
                          crypto::Algorithm algorithm, std::string_view typ) {
  return {crypto::Signer(key, algorithm), header(x5t, algorithm, typ)};
}

}  // namespace

std::string_view to_string(Grant grant) { return grant_names.at(static_cast<std::size_t>(grant)); }

std::optional<Grant> parse_grant(std::string_view text) {
  const auto* const found = std::ranges::find(grant_names, text);
  if (found == grant_names.end()) return std::nullopt;
  return static_cast<Grant>(found - grant_names.begin());
}

seconds access_validity(const Settings& settings, const Request& request) {
  if (request.validity) return *request.validity;
  const bool application = is_application(request.grant);
  const seconds own = application ? request.client.app_validity : request.client.user_validity;
  if (own != seconds{0}) return own;
  return application ? settings.app_validity : settings.user_validity;
}

seconds refresh_validity(const Settings& settings, const Client& client) {
  return client.refresh_validity != seconds{0} ? client.refresh_validity
                                               : settings.refresh_validity;
}

std::int64_t expiry(std::int64_t issued, seconds validity) {
  std::int64_t at = 0;
  const bool ends = validity >= seconds{0} &&
                    !__builtin_add_overflow(issued, validity.count(), &at) && at < never_expires;
  return ends ? at : never_expires;
}

std::string scope_text(std::vector<std::string> scopes) {
  std::ranges::sort(scopes);
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  std::string text;
  for (const std::string& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

Issuer::Issuer(const crypto::SigningKey& key, const std::string& x5t, Settings settings,
               Sources sources)
    : settings_(std::move(settings)),
      sources_(std::move(sources)),
      access_(signer(key, x5t, settings_.algorithm, "at+jwt")),
      refresh_(signer(key, x5t, settings_.algorithm, refresh_typ(settings_.profile))) {}

Issued Issuer::issue(const Request& request) {
  const std::int64_t now = std::chrono::floor<seconds>(sources_.now()).time_since_epoch().count();
  Issued issued;
  issued.scope = request.scopes.empty() ? "default" : scope_text(request.scopes);
  issued.access = {.jti = sources_.new_uuid(),
                   .issued = now,
                   .expires = expiry(now, access_validity(settings_, request))};
  const Common common{.settings = settings_,
                      .request = request,
                      .usid = sources_.new_uuid(),
                      .scope = issued.scope};
  issued.access_token = access_.sign(access_claims(common, issued.access));
  if (!has_refresh_token(request)) return issued;

  const auto [begin, end] = request.refresh_lifetime.value_or(
      std::pair{now, expiry(now, refresh_validity(settings_, request.client))});
  issued.refresh = {.jti = sources_.new_uuid(), .issued = begin, .expires = end};
  issued.refresh_token = refresh_.sign(refresh_claims(common, issued.refresh));
  return issued;
}

}  // namespace tokenshift::issuer
