// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::lab {
namespace {

using std::chrono::minutes;

constexpr std::int64_t progress_step = 2048;

// The columns that are written; the others have their defaults.
constexpr std::array<std::string_view, 8> subscriber_columns{
    "SUBSCRIBER_ID",   "USER_ID",    "TENANT_ID",    "EMAIL_ADDRESS",
    "DATE_SUBSCRIBED", "CREATED_BY", "CREATED_TIME", "UPDATED_TIME"};
constexpr std::array<std::string_view, 10> application_columns{
    "APPLICATION_ID", "NAME",         "SUBSCRIBER_ID", "APPLICATION_TIER", "CREATED_BY",
    "CREATED_TIME",   "UPDATED_TIME", "UUID",          "TOKEN_TYPE",       "ORGANIZATION"};
constexpr std::array<std::string_view, 8> mapping_columns{
    "UUID",  "APPLICATION_ID", "CONSUMER_KEY", "KEY_TYPE",
    "STATE", "CREATE_MODE",    "APP_INFO",     "KEY_MANAGER"};
constexpr std::array<std::string_view, 11> client_columns{
    "ID",       "CONSUMER_KEY",  "CONSUMER_SECRET", "USERNAME",    "TENANT_ID", "USER_DOMAIN",
    "APP_NAME", "OAUTH_VERSION", "CALLBACK_URL",    "GRANT_TYPES", "APP_STATE"};
constexpr std::array<std::string_view, 4> property_columns{"TENANT_ID", "CONSUMER_KEY",
                                                           "PROPERTY_KEY", "PROPERTY_VALUE"};
constexpr std::array<std::string_view, 11> provider_columns{"ID",
                                                            "TENANT_ID",
                                                            "APP_NAME",
                                                            "USER_STORE",
                                                            "USERNAME",
                                                            "DESCRIPTION",
                                                            "AUTH_TYPE",
                                                            "IS_USE_TENANT_DOMAIN_SUBJECT",
                                                            "IS_USE_USER_DOMAIN_SUBJECT",
                                                            "IS_SAAS_APP",
                                                            "UUID"};
constexpr std::array<std::string_view, 7> inbound_columns{"TENANT_ID",
                                                          "INBOUND_AUTH_KEY",
                                                          "INBOUND_AUTH_TYPE",
                                                          "INBOUND_CONFIG_TYPE",
                                                          "PROP_NAME",
                                                          "PROP_VALUE",
                                                          "APP_ID"};
constexpr std::array<std::string_view, 5> system_app_columns{
    "NAME", "CONSUMER_KEY", "CONSUMER_SECRET", "TENANT_DOMAIN", "CREATED_TIME"};

std::unique_ptr<db::BulkInsert> into_metadata(db::Connection& connection) {
  const std::array columns{std::string_view("SP_ID"), std::string_view("NAME"),
                           connection.dialect().value_column, std::string_view("DISPLAY_NAME"),
                           std::string_view("TENANT_ID")};
  return connection.bulk_insert("SP_METADATA", columns);
}

// The tenant id of a row that the server does not see.
int other_than(int tenant_id) { return tenant_id == super_tenant ? acme_tenant : super_tenant; }

}  // namespace

db::Parameter or_null(const std::optional<std::string_view>& text) {
  if (!text) return std::monostate{};
  return *text;
}

std::string qualified(std::string_view user, const Tenant& tenant) {
  if (tenant.id == super_tenant) return std::string(user);
  return fmt::format("{}@{}", user, tenant.domain);
}

std::string app_info(std::string_view name, std::string_view key, std::string_view type) {
  return fmt::format(
      R"({{"clientId":"{1}","clientName":"{0}","callBackURL":"","clientSecret":"fake-secret",)"
      R"("parameters":{{"grant_types":"refresh_token client_credentials password",)"
      R"("key_type":"PRODUCTION","client_name":"{0}"}},"isSaasApplication":true,)"
      R"("appAttributes":{{}},"tokenType":"{2}"}})",
      name, key, type);
}

Rows::Rows(db::Connection& connection, const Request& request, Progress progress, UserSink users)
    : random_(request.seed),
      now_(request.now),
      total_(request.clients),
      progress_(std::move(progress)),
      users_(std::move(users)),
      subscriber_(connection.bulk_insert("AM_SUBSCRIBER", subscriber_columns)),
      application_(connection.bulk_insert("AM_APPLICATION", application_columns)),
      mapping_(connection.bulk_insert("AM_APPLICATION_KEY_MAPPING", mapping_columns)),
      client_(connection.bulk_insert("IDN_OAUTH_CONSUMER_APPS", client_columns)),
      property_(connection.bulk_insert("IDN_OIDC_PROPERTY", property_columns)),
      provider_(connection.bulk_insert("SP_APP", provider_columns)),
      inbound_(connection.bulk_insert("SP_INBOUND_AUTH", inbound_columns)),
      metadata_(into_metadata(connection)),
      system_app_(connection.bulk_insert("AM_SYSTEM_APPS", system_app_columns)),
      tokens_(connection, request.now, request.clients) {}

std::int64_t Rows::subscriber(std::string_view user, const Tenant& tenant) {
  const std::string user_id = qualified(user, tenant);
  const std::string mail = fmt::format("{}@{}", user, tenant.domain);
  const std::string since = some_time_ago();
  if (users_) users_(user, tenant.id);
  subscriber_->add(
      {++subscribers_, user_id, std::int64_t{tenant.id}, mail, since, user_id, since, since});
  return subscribers_;
}

std::int64_t Rows::application(const Application& application) {
  const std::string since = some_time_ago();
  const std::string id = uuid(random_);
  application_->add({++counts_.applications, application.name, application.subscriber_id,
                     "Unlimited", application.owner, since, since, id,
                     or_null(application.token_type), application.organization});
  if (application.token_type == "JWT") ++counts_.applications_jwt;
  return counts_.applications;
}

void Rows::key_mapping(const KeyMapping& mapping) {
  const std::string id = uuid(random_);
  db::Parameter info;
  if (mapping.app_info) info = db::Bytes{*mapping.app_info};
  mapping_->add({id, mapping.application_id, or_null(mapping.consumer_key), mapping.key_type,
                 mapping.state, mapping.create_mode, info, mapping.key_manager});
}

void Rows::system_app(std::string_view name, std::string_view consumer_key,
                      std::string_view domain) {
  const std::string since = some_time_ago();
  system_app_->add({name, consumer_key, "fake-secret", domain, since});
}

std::string Rows::client(const Client& client) {
  std::string key = client.key.empty() ? consumer_key(random_) : std::string(client.key);
  const std::string secret = fmt::format("fake-secret-{}", ++counts_.clients);
  client_->add({counts_.clients, key, secret, client.owner, std::int64_t{client.tenant_id},
                "PRIMARY", client.name, client.oauth_version, or_null(client.callback),
                client.grants, client.state});
  properties(client, key);
  if (client.service_provider) service_provider(client, key);

  const auto visible = [](const TypeRow& row) { return row.own_tenant; };
  const bool jwt = std::any_of(client.types.begin(), client.types.end(), visible) &&
                   std::all_of(client.types.begin(), client.types.end(), [](const TypeRow& row) {
                     return !row.own_tenant || row.value == "JWT";
                   });
  count(client, jwt);
  if (client.oauth_version == "OAuth-2.0") {
    tokens_.maybe_issue({counts_.clients, client.owner, client.tenant_id, jwt}, random_, counts_);
  }
  if (progress_ && counts_.clients % progress_step == 0) progress_(counts_.clients, total_);
  return key;
}

void Rows::properties(const Client& client, std::string_view key) {
  const std::int64_t tenant_id = client.tenant_id;
  for (const TypeRow& row : client.types) {
    property_->add({row.own_tenant ? tenant_id : std::int64_t{other_than(client.tenant_id)}, key,
                    "tokenType", or_null(row.value)});
  }
  property_->add({tenant_id, key, "renewRefreshToken", "true"});
  // Both mean "no binding". A client that is bound could not be converted.
  if (counts_.clients % 2 == 0) {
    property_->add({tenant_id, key, "tokenBindingType", "None"});
  } else {
    property_->add({tenant_id, key, "tokenBindingType", std::monostate{}});
  }
  for (int i = 1; i <= client.audiences; ++i) {
    const std::string audience = fmt::format("https://audience{}.example", i);
    property_->add({tenant_id, key, "audience", audience});
  }
}

void Rows::service_provider(const Client& client, std::string_view key) {
  const std::int64_t tenant_id = client.tenant_id;
  const std::string id = uuid(random_);
  const std::string secret = fmt::format("fake-secret-{}", counts_.clients);
  provider_->add({++providers_, tenant_id, client.name, "PRIMARY", client.owner,
                  "Service Provider of a practice client", "default", client.tenant_subject, "0",
                  "1", id});
  inbound_->add(
      {tenant_id, key, "oauth2", "standardAPP", "oauthConsumerSecret", secret, providers_});
  if (!client.registered_type) return;
  metadata_->add({providers_, "DisplayName", client.name, "DisplayName", tenant_id});
  metadata_->add({providers_, "TokenType", *client.registered_type, "TokenType", tenant_id});
}

std::vector<LastKey> Rows::finish() {
  // What others point at comes first.
  for (db::BulkInsert* table :
       {subscriber_.get(), application_.get(), mapping_.get(), client_.get(), property_.get(),
        provider_.get(), inbound_.get(), metadata_.get(), system_app_.get()}) {
    table->finish();
  }
  tokens_.finish();
  return {{"AM_SUBSCRIBER", subscribers_},
          {"AM_APPLICATION", counts_.applications},
          {"IDN_OAUTH_CONSUMER_APPS", counts_.clients},
          {"SP_APP", providers_}};
}

void Rows::count(const Client& client, bool jwt) {
  const bool custom = std::any_of(client.types.begin(), client.types.end(),
                                  [](const TypeRow& row) { return row.value == custom_type; });
  std::int64_t& kind = client.oauth_version != "OAuth-2.0" ? counts_.oauth1
                       : jwt                               ? counts_.jwt
                       : custom                            ? counts_.custom
                                                           : counts_.opaque;
  ++kind;
}

std::string Rows::some_time_ago() {
  constexpr std::uint32_t two_years = 2 * 365 * 24 * 60;
  return to_sql_timestamp(now_ - minutes{random_.below(two_years)});
}

}  // namespace tokenshift::lab
