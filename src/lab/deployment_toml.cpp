// SPDX-License-Identifier: Apache-2.0
// Sections, keys and their order are those of the all-in-one packs; the remarks are our own.
//
// The server's parser dies of a table that stands after one of its sub-tables. Like the packs,
// these blocks have [oauth.…] but never [oauth], and [apim] only in front of its first sub-table.
#include "home.hpp"
#include "schema_data.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::lab {
namespace {

struct Block {
  int since;
  int until;
  std::string_view text;
};

constexpr std::string_view server =
    R"(# A practice deployment made by tokenshift. Its passwords are the ones every pack is shipped with.

[server]
hostname = "localhost"
#offset=0
base_path = "${carbon.protocol}://${carbon.host}:${carbon.management.port}"
#discard_empty_caches = false
server_role = "default"

[super_admin]
username = "admin"
password = "admin"
create_admin_account = true

[user_store]
type = "database_unique_id"

)";

constexpr std::string_view stores = R"([database.shared_db]
type = "sqlite"
url = "jdbc:sqlite:./repository/database/WSO2SHARED_DB.db"
username = "wso2carbon"
password = "wso2carbon"

[keystore.tls]
file_name =  "wso2carbon.jks"
type =  "JKS"
password =  "wso2carbon"
alias =  "wso2carbon"
key_password =  "wso2carbon"

#[keystore.primary]
#file_name =  "wso2carbon.jks"
#type =  "JKS"
#password =  "wso2carbon"
#alias =  "wso2carbon"
#key_password =  "wso2carbon"

)";

constexpr std::string_view gateway = R"([[apim.gateway.environment]]
name = "Default"
type = "hybrid"
{}provider = "wso2"
display_in_api_console = true
description = "Production and sandbox traffic of the practice deployment."
show_as_token_endpoint_url = true
service_url = "https://localhost:${{mgt.transport.https.port}}/services/"
username= "${{admin.username}}"
password= "${{admin.password}}"
ws_endpoint = "ws://localhost:9099"
wss_endpoint = "wss://localhost:8099"
http_endpoint = "http://localhost:${{http.nio.port}}"
https_endpoint = "https://localhost:${{https.nio.port}}"
websub_event_receiver_http_endpoint = "http://localhost:9021"
websub_event_receiver_https_endpoint = "https://localhost:8021"

[apim.sync_runtime_artifacts.gateway]
gateway_labels =["Default"]

)";

constexpr std::string_view extended_issuer = R"([[oauth.extensions.token_types]]
name = "JWT"
issuer = "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer"

)";

constexpr std::string_view acme_issuer = R"([[oauth.extensions.token_types]]
name = "AcmeJWT"
issuer = "com.acme.token.AcmeTokenIssuer"

)";

constexpr auto middle = std::to_array<Block>({
    {always, never, R"(#[apim.cache.gateway_token]
#enable = true
#expiry_time = "900s"

#[apim.cache.km_token]
#enable = false
#expiry_time = "15m"

#[apim.cache.scopes]
#enable = true

[apim.analytics]
enable = false
auth_token = ""

)"},
    {430, 460, "[apim.ai]\nenable = true\ntoken = \"\"\n"},
    {430, 440, "endpoint = \"\"\n"},
    {430, 460, "\n"},
    {460, never, "[apim.ai]\nenable = true\nkey = \"\"\n\n"},
    {always, 430, "#[apim.key_manager]\n"},
    {430, 440, "[apim.key_manager]\nenable_apikey_subscription_validation = true\n"},
    {440, never, "[apim.key_manager]\nenable_lightweight_apikey_generation = true\n"},
    {always, never, R"(#service_url = "https://localhost:${mgt.transport.https.port}/services/"
#username = "$ref{super_admin.username}"
#password = "$ref{super_admin.password}"

#[apim.jwt]
#enable = true
#encoding = "base64" # or base64url
#claim_dialect = "http://wso2.org/claims"
#header = "X-JWT-Assertion"
#signing_algorithm = "SHA256withRSA"

#[apim.oauth_config]
#enable_outbound_auth_header = false
#auth_header = "Authorization"
#revoke_endpoint = "https://localhost:${https.nio.port}/revoke"
#enable_token_encryption = false
#enable_token_hashing = false

#[apim.devportal]
#url = "https://localhost:${mgt.transport.https.port}/devportal"
#enable_application_sharing = false
#enable_cross_tenant_subscriptions = true

[apim.cors]
allow_origins = "*"
allow_methods = ["GET","PUT","POST","DELETE","PATCH","OPTIONS"]
allow_headers = ["authorization","Access-Control-Allow-Origin","Content-Type","SOAPAction","apikey","Internal-Key"]
allow_credentials = false

#[apim.throttling]
#enable_data_publishing = true
#throttle_decision_endpoints = ["tcp://localhost:5672","tcp://localhost:5672"]

#[[apim.throttling.url_group]]
#traffic_manager_urls = ["tcp://localhost:9611","tcp://localhost:9611"]
#traffic_manager_auth_urls = ["ssl://localhost:9711","ssl://localhost:9711"]
#type = "loadbalance"

#[transport.receiver]
#type = "binary"
#worker_threads = 10

#[apim.token.revocation]
#enable_realtime_notifier = true
#realtime_notifier.ttl = 5000
#enable_persistent_notifier = true

[[event_handler]]
name="userPostSelfRegistration"
subscriptions=["POST_ADD_USER"]

[service_provider]
sp_name_regex = "^[\\sa-zA-Z0-9._-]*$"

[database.local]
url = "jdbc:sqlite:./repository/database/WSO2CARBON_DB.db"

[[event_listener]]
id = "token_revocation"
type = "org.wso2.carbon.identity.core.handler.AbstractIdentityHandler"
name = "org.wso2.is.notification.ApimOauthEventInterceptor"
order = 1
[event_listener.properties]
notification_endpoint = "https://localhost:${mgt.transport.https.port}/internal/data/v1/notify"
username = "${admin.username}"
password = "${admin.password}"
'header.X-WSO2-KEY-MANAGER' = "default"

[oauth.grant_type.token_exchange]
enable = true
allow_refresh_tokens = true
iat_validity_period = "1h"
)"},
    {430, 440, "\n#[integration.transaction_counter]\n#enable = true\n#server_id = \"Gateway1\"\n"},
    {440, never, "\n#[apim.transaction_counter]\n#enable = true\n#server_id = \"Gateway1\"\n"},
});

}  // namespace

std::string deployment_toml(const Release& release, const DataSource& apim, bool custom_issuer) {
  std::string toml(server);
  toml += to_toml("apim_db", apim);
  toml += stores;
  if (!release.gateway_types.empty()) {
    toml += fmt::format("[apim]\ngateway_type = \"{}\"\n\n", release.gateway_types);
  }
  toml += fmt::format(gateway, release.number < 430 ? "" : "gateway_type = \"Regular\"\n");
  // Only the packs from 4.7.0 on bind JWT to the feature's issuer.
  if (release.number >= 470) toml += extended_issuer;
  if (custom_issuer) toml += acme_issuer;
  for (const Block& block : middle) {
    if (block.since <= release.number && release.number < block.until) toml += block.text;
  }
  return toml;
}

}  // namespace tokenshift::lab
