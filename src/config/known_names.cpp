// SPDX-License-Identifier: Apache-2.0
// Names of deployment.toml, as data. Taken from the files that releases 3.2.0 to 4.7.0 ship, and
// for the keys from reference deployment-toml.md §1.2 and §3.
#include "known_names.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace tokenshift::config {
namespace {

constexpr auto switches = std::to_array<std::string_view>({
    "apim.access_token_binding.enable",
    "apim.oauth_config.enable_jwt_for_portals",
    "apim.oauth_config.enable_token_encryption",
    "apim.oauth_config.enable_token_hashing",
    "oauth.add_tenant_domain_to_access_token",
    "oauth.hash_tokens_and_secrets",
    "oauth.revoked_token_headers_in_response.enable",
    "oauth.token_persistence.enable",
    "oauth.token_renewal.extend_refresh_token_expiry_time_on_renewal",
    "oauth.token_renewal.renew_access_token_per_request",
    "oauth.token_renewal.renew_refresh_token",
});

constexpr auto other_keys = std::to_array<std::string_view>({
    "oauth.extensions.token_generator",
    "oauth.extensions.token_persistence_processor",
    "oauth.extensions.token_types.issuer",
    "oauth.extensions.token_types.name",
    "oauth.token_validation.refresh_token_validity",
    "transport.https.properties.maxHttpHeaderSize",
});

constexpr auto arrays_of_tables = std::to_array<std::string_view>({
    "apim.analytics.analytics_node",
    "apim.analytics.url_group",
    "apim.devportal.application_attributes",
    "apim.event_hub.publish.url_group",
    "apim.gateway.environment",
    "apim.publisher.custom_properties",
    "apim.throttling.url_group",
    "datasource",
    "event_handler",
    "event_listener",
    "internal_apis.users",
    "oauth.extensions.token_types",
    "resource.access_control",
    "transport.jms.listener",
    "transport.jms.sender",
    "transport.rabbitmq.listener",
    "transport.rabbitmq.sender",
});

constexpr auto root_tables = std::to_array<std::string_view>({
    "apim",           "apimgt",         "database",         "datasource",  "encryption",
    "event_handler",  "event_listener", "keystore",         "oauth",       "resource",
    "security_audit", "server",         "service_provider", "super_admin", "synapse_properties",
    "tenant_mgt",     "transport",      "truststore",       "user_store",
});

bool contains(const auto& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Lower case to spelling, of all names and of the tables they lie in.
std::unordered_map<std::string, std::string_view> spellings() {
  std::unordered_map<std::string, std::string_view> map;
  const auto add = [&map](std::string_view name) {
    for (std::size_t end = name.find('.'); end != std::string_view::npos;
         end = name.find('.', end + 1)) {
      map.emplace(to_lower(name.substr(0, end)), name.substr(0, end));
    }
    map.emplace(to_lower(name), name);
  };
  std::ranges::for_each(switches, add);
  std::ranges::for_each(other_keys, add);
  std::ranges::for_each(arrays_of_tables, add);
  return map;
}

}  // namespace

std::optional<std::string_view> known_spelling(std::string_view flat) {
  constexpr std::size_t longest = 80;  // no known name is longer
  if (flat.size() > longest) return std::nullopt;
  static const auto map = spellings();
  const auto found = map.find(to_lower(flat));
  if (found == map.end()) return std::nullopt;
  return found->second;
}

bool is_array_of_tables(std::string_view flat) { return contains(arrays_of_tables, flat); }

bool is_switch(std::string_view flat) { return contains(switches, flat); }

bool is_root_table(std::string_view part) { return contains(root_tables, part); }

}  // namespace tokenshift::config
