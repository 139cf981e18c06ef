// SPDX-License-Identifier: Apache-2.0
// Files with the optimization on, and what rules say about them.
#pragma once

#include "tokenshift/checks/evaluate.hpp"

#include "support/practice.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::test {

/// All that 4.3 to 4.6 need, and nothing against it.
inline const std::string enabled_46 = R"([server]
hostname = "apim.example.com"
server_role = "default"

[database.apim_db]
type = "mysql"
url = "jdbc:mysql://db.example.com/apim"

[apim.oauth_config]
enable_jwt_for_portals = true

[oauth]
add_tenant_domain_to_access_token = true

[oauth.token_persistence]
enable = false

[oauth.revoked_token_headers_in_response]
enable = false

[[oauth.extensions.token_types]]
name = "JWT"
issuer = "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer"

[[event_listener]]
id = "token_revocation"
type = "org.wso2.carbon.identity.core.handler.AbstractIdentityHandler"
name = "org.wso2.is.notification.ApimOauthEventInterceptor"
order = 1
[event_listener.properties]
notification_endpoint = "https://localhost:9443/internal/data/v1/notify"
'header.X-WSO2-KEY-MANAGER' = "default"

[transport.https.properties]
maxHttpHeaderSize = "12288"
)";

/// As API-M 4.7 ships it: the default is on, the file names the issuer.
inline const std::string shipped_47 = R"([server]
hostname = "apim.example.com"
server_role = "default"

[database.apim_db]
type = "mysql"

[apim]
gateway_type = "Regular"

[[oauth.extensions.token_types]]
name = "JWT"
issuer = "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer"

[[event_listener]]
id = "token_revocation"
name = "org.wso2.is.notification.ApimOauthEventInterceptor"
[event_listener.properties]
notification_endpoint = "https://localhost:9443/internal/data/v1/notify"
)";

/// The text with one place changed; it must be there.
inline std::string with(std::string text, std::string_view old, std::string_view now) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) throw std::logic_error("no such text: " + std::string(old));
  return text.replace(at, old.size(), now);
}

/// The same for the first such place behind an anchor.
inline std::string with_after(const std::string& text, std::string_view anchor,
                              std::string_view old, std::string_view now) {
  const std::size_t at = text.find(anchor);
  if (at == std::string::npos) throw std::logic_error("no such text: " + std::string(anchor));
  return text.substr(0, at) + with(text.substr(at), old, now);
}

/// One file, and what it is compared with.
struct Case {
  std::string text;
  std::string version = "4.6.0";  ///< empty: unknown
  std::optional<std::string> before = std::nullopt;
  std::string before_version = {};  ///< empty: the same
  bool sealed = false;              ///< compared with the seal of `before` instead
  std::string pack_header_size = {};
  std::string ticket = {};
  std::shared_ptr<const survey::Facts> facts = nullptr;  ///< what is known besides the file
};

inline checks::State state_of(const std::string& text, const std::string& version,
                              const std::string& pack_header_size = {}) {
  apim::Deployment pack = apim::load_pack("", version);
  if (!pack_header_size.empty()) {
    pack.pack_defaults["transport.https.properties.maxHttpHeaderSize"] = pack_header_size;
  }
  return checks::state_of(text, "conf/deployment.toml", std::move(pack));
}

inline std::vector<checks::Hit> hits_of(const Case& one) {
  const checks::State now = state_of(one.text, one.version, one.pack_header_size);
  std::optional<checks::State> before;
  std::optional<checks::Seal> seal;
  if (one.before) {
    before = state_of(*one.before, one.before_version.empty() ? one.version : one.before_version);
  }
  if (one.sealed) seal = checks::seal_of(*before, "practice", test_now());
  return checks::evaluate({.now = now,
                           .before = before && !one.sealed ? &*before : nullptr,
                           .seal = seal ? &*seal : nullptr,
                           .time = test_now(),
                           .facts = one.facts.get()},
                          one.ticket);
}

/// The ids of what was found, ascending, each once.
inline std::vector<std::string> ids_of(const Case& one) {
  std::vector<std::string> ids;
  for (const checks::Hit& hit : hits_of(one)) ids.push_back(hit.finding.id);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

inline bool has(const std::vector<std::string>& ids, std::string_view id) {
  return std::ranges::find(ids, id) != ids.end();
}

}  // namespace tokenshift::test
