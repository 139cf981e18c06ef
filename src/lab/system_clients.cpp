// SPDX-License-Identifier: Apache-2.0
// Key managers, and the clients that no application of the developer portal has.
#include "rows.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::lab {
namespace {

constexpr std::string_view portal_grants = "authorization_code refresh_token";
constexpr std::string_view rest_grants = "password refresh_token";
constexpr std::string_view portal_callback = "regexp=(login|logout)";

struct SystemClient {
  std::string_view name;
  std::string_view owner;
  int tenant_id;
  bool portal;  // in AM_SYSTEM_APPS
  std::string_view type;
  bool registered;  // through DCR, which notes the type in SP_METADATA
  std::string_view tenant_subject = "0";
};

// Portals and apictl register themselves without a type; who calls DCR may give one; the console
// says "Default". The admin portal's subject flag was set by hand here, as an early advice had it.
constexpr auto system_clients = std::to_array<SystemClient>({
    {"apim_publisher", "admin", super_tenant, true, "DEFAULT", true},
    {"apim_devportal", "admin", super_tenant, true, "DEFAULT", true},
    {"apim_admin_portal", "admin", super_tenant, true, "DEFAULT", true, "1"},
    {"rest_api_import_export_admin", "admin", super_tenant, false, "DEFAULT", true},
    {"rest_api_devportal_admin", "admin", super_tenant, false, "DEFAULT", true},
    {"rest_api_import_export_kim_acme.example", "kim", acme_tenant, false, "DEFAULT", true},
    {"rest_api_publisher", "admin", super_tenant, false, "DEFAULT", true},
    {"rest_api_admin", "admin", super_tenant, false, "JWT", true},
    {"monitoring-console", "admin", super_tenant, false, "Default", false},
});

}  // namespace

void write_key_managers(db::Connection& connection) {
  static constexpr std::array<std::string_view, 9> columns{
      "UUID",          "NAME",    "DISPLAY_NAME", "DESCRIPTION", "TYPE",
      "CONFIGURATION", "ENABLED", "ORGANIZATION", "TOKEN_TYPE"};
  const auto insert = connection.bulk_insert("AM_KEY_MANAGER", columns);
  const auto add = [&](std::string_view id, std::string_view name, std::string_view description,
                       std::string_view type, std::string_view organization) {
    insert->add({id, name, name, description, type, db::Bytes{"{}"}, std::int64_t{1}, organization,
                 "DIRECT"});
  };
  for (const Tenant& tenant : tenants()) {
    add(tenant.key_manager, "Resident Key Manager", "Issues this deployment's own tokens",
        "default", tenant.domain);
  }
  add(okta_key_manager, "Okta", "Another vendor's", "Okta", "carbon.super");
  insert->finish();
}

void write_system_clients(Rows& rows) {
  for (const SystemClient& system : system_clients) {
    const std::array types{TypeRow{system.type}};
    Client client{.name = system.name,
                  .owner = system.owner,
                  .tenant_id = system.tenant_id,
                  .types = types,
                  .grants = system.portal ? portal_grants : rest_grants,
                  .tenant_subject = system.tenant_subject};
    if (system.portal) client.callback = portal_callback;
    if (system.registered) client.registered_type = system.type;
    const std::string key = rows.client(client);
    ++rows.counts().system;
    if (system.portal) rows.system_app(system.name, key, tenant(system.tenant_id).domain);
  }
}

}  // namespace tokenshift::lab
