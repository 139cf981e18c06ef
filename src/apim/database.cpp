// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/database.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tokenshift::apim {
namespace {

struct Needed {
  std::string_view table;
  std::string_view columns;  // separated by spaces
};

// What is read or written, in every version (reference database.md §5).
constexpr std::array needed{
    Needed{"IDN_OAUTH_CONSUMER_APPS",
           "ID CONSUMER_KEY APP_NAME USERNAME TENANT_ID OAUTH_VERSION APP_STATE"},
    Needed{"IDN_OIDC_PROPERTY", "ID TENANT_ID CONSUMER_KEY PROPERTY_KEY PROPERTY_VALUE"},
    Needed{"AM_APPLICATION", "APPLICATION_ID NAME SUBSCRIBER_ID TOKEN_TYPE"},
    Needed{"AM_APPLICATION_KEY_MAPPING", "APPLICATION_ID CONSUMER_KEY KEY_TYPE KEY_MANAGER"},
    Needed{"AM_KEY_MANAGER", "UUID NAME TYPE"},
    Needed{"AM_SYSTEM_APPS", "NAME CONSUMER_KEY"},
    Needed{"SP_APP", "ID IS_USE_TENANT_DOMAIN_SUBJECT IS_USE_USER_DOMAIN_SUBJECT"},
    Needed{"SP_INBOUND_AUTH", "APP_ID INBOUND_AUTH_KEY INBOUND_AUTH_TYPE"},
    Needed{"SP_METADATA", "ID SP_ID NAME VALUE"},
    Needed{"IDN_OAUTH2_ACCESS_TOKEN", "CONSUMER_KEY_ID TOKEN_STATE TIME_CREATED VALIDITY_PERIOD"},
};

constexpr std::array<const char*, 5> feature_tables{
    "IDN_INVALID_TOKENS", "IDN_APP_REVOKED_EVENT", "IDN_SUBJECT_ENTITY_REVOKED_EVENT",
    "AM_APP_REVOKED_EVENT", "AM_SUBJECT_ENTITY_REVOKED_EVENT"};

constexpr std::string_view global_organization = "WSO2/System";

Side side_of(std::string_view table) {
  return table.starts_with("AM_") ? Side::apim : Side::identity;
}

std::string name_the_right_one(const Databases& databases, Side side) {
  if (!databases.separate())
    return "name the database that deployment.toml calls apim_db (WSO2AM_DB)";
  return side == Side::apim
             ? "--db is to name the database with the tables AM_*"
             : "--identity-db is to name the database with the tables IDN_* and SP_*";
}

}  // namespace

std::vector<db::Connection*> Databases::all() const {
  if (!separate()) return {apim_};
  return {apim_, identity_};
}

std::string Databases::name() const {
  return separate() ? fmt::format("{} and {}", apim_->name(), identity_->name()) : apim_->name();
}

void require_schema(const Databases& databases) {
  for (const auto& [table, columns] : needed) {
    db::Connection& database = databases.of(side_of(table));
    const std::vector<std::string> present = database.columns(table);
    for (const std::string& column : split(columns, ' ')) {
      if (std::ranges::find(present, column) != present.end()) continue;
      throw Error(ErrorKind::input,
                  present.empty()
                      ? fmt::format("{}: not an API-M database: no table {}", database.url(), table)
                      : fmt::format("{}: table {} has no column {}", database.url(), table, column),
                  name_the_right_one(databases, side_of(table)));
    }
  }
  const std::vector<std::string> missing = missing_feature_tables(databases);
  if (missing.empty()) return;
  throw Error(
      ErrorKind::refused,
      fmt::format("{}: no table {}: this database is older than API-M 4.3",
                  databases.of(side_of(missing.front())).url(), missing.front()),
      "upgrade API-M and run its database migration first; before 4.3 the feature does not exist");
}

std::string schema_text(const Databases& databases) {
  std::string text;
  for (const Needed& table : needed) {
    text += fmt::format("{}: {}\n", table.table,
                        fmt::join(databases.of(side_of(table.table)).columns(table.table), " "));
  }
  return text;
}

std::vector<std::string> missing_feature_tables(const Databases& databases) {
  std::vector<std::string> missing;
  for (const char* table : feature_tables) {
    if (databases.of(side_of(table)).columns(table).empty()) missing.emplace_back(table);
  }
  return missing;
}

std::int64_t clients_beside(const Databases& databases) {
  db::Connection& apim = databases.apim();
  if (!databases.separate() || apim.columns("IDN_OAUTH_CONSUMER_APPS").empty()) return 0;
  const auto rows = apim.prepare("SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS");
  return rows->next() ? rows->integer(0) : 0;
}

bool KeyManager::is_resident() const {
  return type == "default" || (type == "WSO2-IS" && name == "Resident Key Manager");
}

bool Catalog::is_foreign(std::string_view key_manager) const {
  // The server resolves the name first, then the UUID (database.md §2.6).
  for (const auto member : {&KeyManager::name, &KeyManager::uuid}) {
    const auto found = std::ranges::find(key_managers, key_manager, member);
    if (found != key_managers.end()) return !found->is_resident();
  }
  return false;  // unknown: then the client decides, which is or is not in this database
}

std::string Catalog::tenant_name(std::int64_t id) const {
  const auto found = tenants.find(id);
  return found == tenants.end() ? std::to_string(id) : found->second;
}

Catalog read_catalog(db::Connection& database) {
  Catalog catalog;
  catalog.tenants[super_tenant_id] = "carbon.super";
  auto apps = database.prepare("SELECT CONSUMER_KEY, NAME FROM AM_SYSTEM_APPS");
  while (apps->next()) catalog.system_apps.emplace(apps->text(0), apps->text(1));

  const auto columns = database.columns("AM_KEY_MANAGER");
  const bool has_organization = std::ranges::find(columns, "ORGANIZATION") != columns.end();
  auto managers = database.prepare(fmt::format("SELECT UUID, NAME, TYPE, {} FROM AM_KEY_MANAGER",
                                               has_organization ? "ORGANIZATION" : "NULL"));
  while (managers->next()) {
    catalog.key_managers.push_back({.uuid = std::string(managers->text(0)),
                                    .name = std::string(managers->text(1)),
                                    .type = std::string(managers->text(2)),
                                    .organization = managers->is_null(3)
                                                        ? std::string(global_organization)
                                                        : std::string(managers->text(3))});
  }
  return catalog;
}

void read_tenants(db::Connection& shared_database, Catalog& catalog) {
  if (shared_database.columns("UM_TENANT").empty()) return;
  auto tenants = shared_database.prepare("SELECT UM_ID, UM_DOMAIN_NAME FROM UM_TENANT");
  while (tenants->next()) catalog.tenants[tenants->integer(0)] = std::string(tenants->text(1));
}

bool is_practice(db::Connection& database) {
  if (database.columns("TOKENSHIFT_LAB").empty()) return false;
  if (database.prepare("SELECT CLIENTS FROM TOKENSHIFT_LAB")->next()) return true;
  throw Error(ErrorKind::refused,
              fmt::format("{} holds a practice deployment that was not finished",
                          printable(database.name())),
              "make it anew with tokenshift lab create --replace");
}

}  // namespace tokenshift::apim
