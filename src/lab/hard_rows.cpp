// SPDX-License-Identifier: Apache-2.0
// One application for each state that was seen in a real database and that a naive conversion gets
// wrong.
#include "rows.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::lab {
namespace {

using Text = std::optional<std::string_view>;

constexpr TypeRow other_tenants(std::string_view value) { return {value, false}; }

// An application with one client, ordinary but for what is named.
struct Hard {
  std::string_view name;
  Text application_type = "OAUTH";
  int type_rows = 1;
  std::array<TypeRow, 2> types = {TypeRow{"Default"}, TypeRow{"Default"}};
  std::string_view create_mode = "CREATED";
  std::string_view state = "ACTIVE";
  int tenant_id = super_tenant;  // of the subscriber
  bool client_in_super = false;  // instead of the subscriber's tenant
  bool service_provider = true;
  bool key_manager_by_name = false;
  std::string_view key = {};  // chosen by who registered it; empty: random
  int audiences = 0;
  bool app_info = false;
};

constexpr auto hard_rows = std::to_array<Hard>({
    {.name = "AlreadyJwt", .application_type = "JWT", .types = {TypeRow{"JWT"}}},
    {.name = "StaleDefault", .application_type = "JWT", .audiences = 2, .app_info = true},
    {.name = "PassedThroughOauth", .types = {TypeRow{"OAUTH"}}},
    {.name = "UpperCaseDefault", .application_type = "DEFAULT", .types = {TypeRow{"DEFAULT"}}},
    {.name = "LowerCaseDefault", .types = {TypeRow{"default"}}},
    {.name = "LowerCaseJwt", .application_type = "JWT", .types = {TypeRow{"jwt"}}},
    {.name = "NullType", .types = {TypeRow{}}},
    {.name = "LiteralNullType", .types = {TypeRow{"null"}}},
    {.name = "EmptyType", .types = {TypeRow{""}}},
    {.name = "NoTypeRow", .type_rows = 0},
    {.name = "TwoTypes", .type_rows = 2, .types = {TypeRow{"Default"}, TypeRow{"JWT"}}},
    {.name = "TwoDefaults", .type_rows = 2},
    {.name = "OtherTenantOnly", .types = {other_tenants("JWT")}},
    {.name = "OtherTenantToo", .type_rows = 2, .types = {TypeRow{"Default"}, other_tenants("JWT")}},
    {.name = "JwtHereOnly",
     .application_type = "JWT",
     .type_rows = 2,
     .types = {other_tenants("Default"), TypeRow{"JWT"}}},
    {.name = "MappedKey", .create_mode = "MAPPED"},
    {.name = "CrossTenant", .tenant_id = acme_tenant, .client_in_super = true},
    {.name = "NoServiceProvider", .service_provider = false},
    {.name = "KeyManagerByName", .key_manager_by_name = true},
    {.name = "ApplicationLowerCaseJwt", .application_type = "jwt"},
    {.name = "ApplicationLiteralNull", .application_type = "null"},
    {.name = "ApplicationNull", .application_type = std::nullopt},
    {.name = "RevokedClient", .state = "REVOKED"},
    {.name = "InactiveTenant", .tenant_id = inactive_tenant},
    {.name = "ChosenKey", .key = "mobile app's key, 100%"},
    {.name = "Caf\u00e9 \"L'\u00c9t\u00e9\""},
});

// Subscribers of the hard rows, made when the first application of their tenant comes.
class Owners {
 public:
  explicit Owners(Rows& rows) : rows_(rows) {}

  std::int64_t of(int tenant_id) {
    const auto place = static_cast<std::size_t>(&tenant(tenant_id) - tenants().data());
    if (ids_[place] == 0) ids_[place] = rows_.subscriber(name, tenant(tenant_id));
    return ids_[place];
  }

  static constexpr std::string_view name = "kim";

 private:
  Rows& rows_;
  std::array<std::int64_t, 4> ids_{};
};

std::int64_t add_application(Rows& rows, Owners& owners, std::string_view name, int tenant_id,
                             Text type) {
  const std::string owner = qualified(Owners::name, tenant(tenant_id));
  return rows.application({.name = name,
                           .subscriber_id = owners.of(tenant_id),
                           .owner = owner,
                           .organization = tenant(tenant_id).domain,
                           .token_type = type});
}

void write_hard(Rows& rows, Owners& owners, const Hard& hard) {
  const auto application =
      add_application(rows, owners, hard.name, hard.tenant_id, hard.application_type);
  const int tenant_id = hard.client_in_super ? super_tenant : hard.tenant_id;
  const std::string name = fmt::format("{}_{}_PRODUCTION", Owners::name, hard.name);
  const std::string key =
      rows.client({.name = name,
                   .owner = Owners::name,
                   .tenant_id = tenant_id,
                   .types = std::span(hard.types).first(static_cast<std::size_t>(hard.type_rows)),
                   .state = hard.state,
                   .service_provider = hard.service_provider,
                   .audiences = hard.audiences,
                   .key = hard.key});
  const std::string info = hard.app_info ? app_info(name, key, "Default") : "";
  rows.key_mapping({.application_id = application,
                    .consumer_key = key,
                    .create_mode = hard.create_mode,
                    .key_manager = hard.key_manager_by_name ? "Resident Key Manager"
                                                            : tenant(tenant_id).key_manager,
                    .app_info = hard.app_info ? Text(info) : std::nullopt});
}

// OAuth 1.0a has no token type; the console could once make such clients.
void write_oauth1(Rows& rows) {
  const std::array types{TypeRow{"Default"}};
  rows.client({.name = "OAuthOneClient",
               .owner = "admin",
               .types = types,
               .grants = "",
               .callback = "https://legacy.example/callback",
               .oauth_version = "OAuth-1.0a"});
  ++rows.counts().system;
}

// Applications whose keys are not, or not all, clients of this deployment.
void write_foreign(Rows& rows, Owners& owners) {
  const std::string_view resident = tenant(super_tenant).key_manager;
  const auto okta_only = add_application(rows, owners, "OktaOnly", super_tenant, "OAUTH");
  rows.key_mapping({.application_id = okta_only,
                    .consumer_key = "0oa1hardrow",
                    .key_manager = okta_key_manager});
  ++rows.counts().foreign_only;

  const auto mixed = add_application(rows, owners, "MixedKeyManagers", super_tenant, "OAUTH");
  const std::array types{TypeRow{"Default"}};
  const std::string key = rows.client(
      {.name = "kim_MixedKeyManagers_PRODUCTION", .owner = Owners::name, .types = types});
  rows.key_mapping({.application_id = mixed, .consumer_key = key, .key_manager = resident});
  rows.key_mapping(
      {.application_id = mixed, .consumer_key = "0oa2hardrow", .key_manager = okta_key_manager});

  const auto orphan = add_application(rows, owners, "OrphanedKey", super_tenant, "OAUTH");
  const std::string deleted = consumer_key(rows.random());
  rows.key_mapping({.application_id = orphan, .consumer_key = deleted, .key_manager = resident});

  const auto pending = add_application(rows, owners, "PendingApproval", super_tenant, "JWT");
  rows.key_mapping({.application_id = pending, .state = "CREATED", .key_manager = resident});
  add_application(rows, owners, "NoKeys", super_tenant, "OAUTH");
  rows.counts().without_keys += 2;
}

}  // namespace

void write_hard_rows(Rows& rows, bool custom_issuer) {
  Owners owners(rows);
  for (const Hard& hard : hard_rows) write_hard(rows, owners, hard);
  if (custom_issuer) {
    write_hard(rows, owners, {.name = "CustomIssuer", .types = {TypeRow{custom_type}}});
  }
  write_oauth1(rows);
  write_foreign(rows, owners);
}

}  // namespace tokenshift::lab
