// SPDX-License-Identifier: Apache-2.0
// The commands that put right what rules find, where there is one.
#include "tokenshift/checks/rule.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::checks {
namespace {

constexpr auto rows = std::to_array<Remedy>({
    {"TS101", "config lint", Given::file},
    {"TS102", "config lint", Given::file},
    {"TS204", "config enable"},
    {"TS205", "config enable", Given::deployment, true},
    {"TS206", "config enable", Given::deployment, true},
    {"TS208", "config set apim.oauth_config.enable_jwt_for_portals true", Given::deployment, true},
    {"TS209", "config set oauth.add_tenant_domain_to_access_token true", Given::deployment, true},
    {"TS210", "config set transport.https.properties.maxHttpHeaderSize 12288 --string",
     Given::deployment, true},
    {"TS211", "config unset transport.https.properties.maxHttpHeaderSize"},
    {"TS212", "config unset oauth.token_renewal.renew_access_token_per_request"},
    {"TS213", "config unset oauth.jwt.renew_token_without_revoking_existing.enable"},
    {"TS214", "config set oauth.token_renewal.renew_refresh_token true"},
    {"TS219", "config unset apim.access_token_binding.enable"},
    {"TS226", "config unset session_data.persistence.persistence_pool_size"},
    {"TS227", "config unset oauth.token_generation.retry_count_on_persistence_failures"},
    {"TS301", "config enable"},
    {"TS304", "config enable"},
    {"TS320", "config enable"},
    {"TS322", "config enable"},
    {"TS401", "migrate", Given::clients, true},
    {"TS402", "apps apply", Given::clients},
    {"TS403", "apps apply", Given::clients, true},
    {"TS404", "apps apply", Given::clients, true},
    {"TS406", "apps apply", Given::clients, true},
});

}  // namespace

std::span<const Remedy> remedies() { return rows; }

const Remedy* remedy_of(const Rule& rule) {
  const auto* const found = std::ranges::find(rows, rule.id, &Remedy::id);
  return found == rows.end() ? nullptr : found;
}

}  // namespace tokenshift::checks
