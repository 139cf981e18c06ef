// SPDX-License-Identifier: Apache-2.0
// The commands that put right what rules find, where there is one.
#include "tokenshift/checks/rule.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::checks {
namespace {

constexpr auto rows = std::to_array<Remedy>({
    {"TS101", "config lint"},
    {"TS102", "config lint"},
    {"TS204", "config enable"},
    {"TS205", "config enable", true},
    {"TS206", "config enable", true},
    {"TS208", "config set apim.oauth_config.enable_jwt_for_portals true", true},
    {"TS209", "config set oauth.add_tenant_domain_to_access_token true", true},
    {"TS210", "config set transport.https.properties.maxHttpHeaderSize 12288 --string", true},
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
    {"TS401", "migrate", true},
    {"TS402", "apps apply"},
    {"TS403", "apps apply", true},
    {"TS404", "apps apply", true},
    {"TS405", "apps plan"},
    {"TS406", "apps apply", true},
    {"TS407", "apps verify"},
    {"TS408", "apps plan"},
    {"TS421", "status"},
    {"TS506", "keystore list"},
    {"TS508", "config diff"},
});

}  // namespace

std::span<const Remedy> remedies() { return rows; }

const Remedy* remedy_of(const Rule& rule) {
  const auto* const found = std::ranges::find(rows, rule.id, &Remedy::id);
  return found == rows.end() ? nullptr : found;
}

}  // namespace tokenshift::checks
