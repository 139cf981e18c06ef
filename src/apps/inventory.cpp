// SPDX-License-Identifier: Apache-2.0
// Reads what decides the token type of each client (reference database.md §2, §8). Joins that give
// several rows for one client or application come ordered by its id and are gathered here.
#include "tokenshift/apps/inventory.hpp"

#include "key_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tokenshift::apps {
namespace {

constexpr const char* clients_sql = R"(
SELECT A.ID, A.CONSUMER_KEY, A.APP_NAME, A.USERNAME, A.TENANT_ID, A.APP_STATE, A.OAUTH_VERSION,
       P.ID, P.PROPERTY_VALUE, P.TENANT_ID
  FROM IDN_OAUTH_CONSUMER_APPS A
  LEFT JOIN IDN_OIDC_PROPERTY P ON P.CONSUMER_KEY = A.CONSUMER_KEY AND {}
 ORDER BY A.ID, P.ID)";

constexpr const char* applications_sql = R"(
SELECT AP.APPLICATION_ID, AP.NAME, AP.TOKEN_TYPE, M.CONSUMER_KEY, M.KEY_MANAGER
  FROM AM_APPLICATION AP
  LEFT JOIN AM_APPLICATION_KEY_MAPPING M ON M.APPLICATION_ID = AP.APPLICATION_ID
 ORDER BY AP.APPLICATION_ID)";

constexpr const char* metadata_sql = R"(
SELECT MD.ID, MD.{0}, MIN(A.ID)
  FROM SP_METADATA MD
  JOIN SP_INBOUND_AUTH I ON I.APP_ID = MD.SP_ID AND I.INBOUND_AUTH_TYPE = 'oauth2'
  JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = I.INBOUND_AUTH_KEY
 WHERE MD.NAME = 'TokenType'
 GROUP BY MD.ID, MD.{0}
 ORDER BY MD.ID)";

// From the few system applications outwards: SP_INBOUND_AUTH has no index on its key.
constexpr const char* portals_sql = R"(
SELECT SP.ID, MIN(A.ID), SP.IS_USE_TENANT_DOMAIN_SUBJECT, SP.IS_USE_USER_DOMAIN_SUBJECT
  FROM SP_INBOUND_AUTH I
  {}
  JOIN SP_APP SP ON SP.ID = I.APP_ID
 WHERE I.INBOUND_AUTH_TYPE = 'oauth2'
 GROUP BY SP.ID, SP.IS_USE_TENANT_DOMAIN_SUBJECT, SP.IS_USE_USER_DOMAIN_SUBJECT
 ORDER BY SP.ID)";

constexpr const char* system_apps = R"(JOIN AM_SYSTEM_APPS S ON S.CONSUMER_KEY = I.INBOUND_AUTH_KEY
  JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = S.CONSUMER_KEY)";
constexpr const char* one_system_app =
    "JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = I.INBOUND_AUTH_KEY AND A.CONSUMER_KEY = ?";

// A client without a version is taken for OAuth 2.0: the server issues tokens for it all the same.
bool is_oauth1(const db::Statement& row, int column) {
  return !row.is_null(column) && row.text(column) != "OAuth-2.0";
}

// The two sides may lie in two databases, which cannot be joined; and a million lookups by key cost
// every engine more than reading both tables once. Hence what one side says of a key is kept.

// The application of each key.
KeyIndex applications_by_key(const apim::Databases& databases) {
  KeyIndex index(databases.apim().dialect());
  const auto rows = databases.apim().stream(
      "SELECT CONSUMER_KEY, APPLICATION_ID FROM AM_APPLICATION_KEY_MAPPING"
      " WHERE CONSUMER_KEY IS NOT NULL");
  while (rows->next()) index.add(rows->text(0), {.id = rows->integer(1)});
  index.finish();
  return index;
}

KeyIndex clients_by_key(const apim::Databases& databases) {
  KeyIndex index(databases.identity().dialect());
  const auto rows = databases.identity().stream(
      "SELECT CONSUMER_KEY, ID, OAUTH_VERSION FROM IDN_OAUTH_CONSUMER_APPS");
  while (rows->next()) {
    index.add(rows->text(0), {.id = rows->integer(1), .oauth1 = is_oauth1(*rows, 2)});
  }
  index.finish();
  return index;
}

void start_client(const db::Statement& row, const apim::Catalog& catalog,
                  const KeyIndex& applications, Client& client) {
  client.id = row.integer(0);
  client.key = row.text(1);
  client.name = row.text(2);
  client.owner = row.text(3);
  client.tenant_id = row.integer(4);
  client.state = row.text(5);
  client.oauth1 = is_oauth1(row, 6);
  client.application_id = applications.find(client.key).id;
  client.kind = catalog.system_apps.contains(client.key) ? ClientKind::portal
                : client.application_id != 0             ? ClientKind::devportal
                                                         : ClientKind::dcr;
  client.types.clear();
  client.invisible_types = 0;
}

}  // namespace

void for_each_client(const apim::Databases& databases, const apim::Catalog& catalog,
                     const std::function<void(const Client&)>& visit) {
  const KeyIndex applications = applications_by_key(databases);
  db::Connection& database = databases.identity();
  const auto rows = database.stream(fmt::format(
      clients_sql, db::exactly_equal(database.dialect(), "P.PROPERTY_KEY", "'tokenType'")));
  Client client;
  bool started = false;
  while (rows->next()) {
    if (!started || rows->integer(0) != client.id) {
      if (started) visit(client);
      start_client(*rows, catalog, applications, client);
      started = true;
    }
    if (rows->is_null(7)) continue;
    if (!rows->is_null(9) && rows->integer(9) == client.tenant_id) {
      client.types.push_back({rows->integer(7), rows->optional_text(8)});
    } else {
      ++client.invisible_types;
    }
  }
  if (started) visit(client);
}

void for_each_application(const apim::Databases& databases, const apim::Catalog& catalog,
                          const std::function<void(const Application&)>& visit) {
  const KeyIndex clients = clients_by_key(databases);
  const auto rows = databases.apim().stream(applications_sql);
  Application application;
  bool started = false;
  while (rows->next()) {
    if (!started || rows->integer(0) != application.id) {
      if (started) visit(application);
      application = {.id = rows->integer(0),
                     .name = std::string(rows->text(1)),
                     .token_type = rows->optional_text(2),
                     .keys = {}};
      started = true;
    }
    if (rows->is_null(3)) continue;  // no key yet: it waits for approval
    const KeyIndex::Entry client = clients.find(rows->text(3));
    application.keys.push_back({.foreign = catalog.is_foreign(rows->text(4)),
                                .client_id = client.id,
                                .oauth1 = client.oauth1});
  }
  if (started) visit(application);
}

void for_each_metadata(db::Connection& database,
                       const std::function<void(const Metadata&)>& visit) {
  const auto rows = database.stream(fmt::format(metadata_sql, database.dialect().value_column));
  while (rows->next()) {
    visit({rows->integer(0), std::string(rows->text(1)), rows->integer(2)});
  }
}

void for_each_portal(const apim::Databases& databases, const apim::Catalog& catalog,
                     const std::function<void(const PortalFlags&)>& visit) {
  const auto flags_of = [](const db::Statement& row) {
    return PortalFlags{row.integer(0), row.integer(1), row.optional_text(2), row.optional_text(3)};
  };
  if (!databases.separate()) {
    const auto rows = databases.identity().stream(fmt::format(portals_sql, system_apps));
    while (rows->next()) visit(flags_of(*rows));
    return;
  }
  // Few keys; a service provider may have several.
  std::map<std::int64_t, PortalFlags> portals;
  const auto rows = databases.identity().prepare(fmt::format(portals_sql, one_system_app));
  for (const auto& [key, name] : catalog.system_apps) {
    rows->bind({key});
    while (rows->next()) {
      const PortalFlags flags = flags_of(*rows);
      PortalFlags& portal = portals.try_emplace(flags.sp_id, flags).first->second;
      portal.client_id = std::min(portal.client_id, flags.client_id);
    }
  }
  for (const auto& [id, portal] : portals) visit(portal);
}

ApplicationNames::ApplicationNames(db::Connection& database)
    : lookup_(database.prepare("SELECT NAME FROM AM_APPLICATION WHERE APPLICATION_ID = ?")) {}

std::string ApplicationNames::name_of(std::int64_t application_id) {
  if (application_id == 0) return {};
  lookup_->bind({application_id});
  return lookup_->next() ? std::string(lookup_->text(0)) : std::string();
}

}  // namespace tokenshift::apps
