// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/inventory.hpp"

#include "questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tokenshift::survey {
namespace {

using apps::ClientKind;

constexpr std::int64_t day = 86'400;  // seconds

// Of the portals' flags one has to be '1' and the other '0' (reference database.md §3.4).
bool is_wrong(const apps::PortalFlags& flags) {
  return flags.user_domain_subject != "1" || flags.tenant_domain_subject != "0";
}

std::int64_t left_because(const apps::Plan& plan, apps::Reason reason) {
  return std::ranges::count_if(plan.left, [reason](const apps::Left& left) {
    return !left.is_client && left.reason == reason;
  });
}

Some some_of(db::Statement& row, int column) {
  return {.clients = row.integer(column), .example = std::string(row.text(column + 1))};
}

// The clients with such a row, of their own tenant (reference database.md §6.6, §2.3).
Some clients_with(db::Connection& database, std::string_view property, std::string_view values) {
  const auto row = database.prepare(fmt::format(
      "SELECT COUNT(DISTINCT A.ID), MIN(A.APP_NAME) FROM IDN_OAUTH_CONSUMER_APPS A"
      " JOIN IDN_OIDC_PROPERTY P ON P.CONSUMER_KEY = A.CONSUMER_KEY AND P.TENANT_ID = A.TENANT_ID"
      " WHERE {} AND P.PROPERTY_VALUE IS NOT NULL AND LOWER(P.PROPERTY_VALUE) {}",
      db::exactly_equal(database.dialect(), "P.PROPERTY_KEY", fmt::format("'{}'", property)),
      values));
  row->next();
  return some_of(*row, 0);
}

constexpr std::string_view never = "({0} < 0 OR {0} >= {1})";

std::string lifetimes_sql() {
  std::string endless;
  std::string ending;
  for (const std::string_view column :
       {"USER_ACCESS_TOKEN_EXPIRE_TIME", "APP_ACCESS_TOKEN_EXPIRE_TIME",
        "REFRESH_TOKEN_EXPIRE_TIME"}) {
    const std::string test = fmt::format(fmt::runtime(never), column, for_ever);
    endless += (endless.empty() ? "" : " OR ") + test;
    ending += fmt::format(", MAX(CASE WHEN NOT {} THEN {} END)", test, column);
  }
  const std::string lengthy = fmt::format(
      "NOT ({0}) AND (USER_ACCESS_TOKEN_EXPIRE_TIME > {1} OR APP_ACCESS_TOKEN_EXPIRE_TIME > {1}"
      " OR REFRESH_TOKEN_EXPIRE_TIME > {2})",
      endless, day, 30 * day);
  return fmt::format(
      "SELECT COUNT(CASE WHEN {0} THEN 1 END), MIN(CASE WHEN {0} THEN APP_NAME END),"
      " COUNT(CASE WHEN {1} THEN 1 END), MIN(CASE WHEN {1} THEN APP_NAME END){2}"
      " FROM IDN_OAUTH_CONSUMER_APPS",
      endless, lengthy, ending);
}

}  // namespace

Clients read_clients(const apim::Databases& databases, const apim::Catalog& catalog,
                     const apps::CustomIssuers& custom) {
  Clients clients;
  apps::Planner planner(custom);
  std::map<std::pair<ClientKind, std::int64_t>, std::int64_t> opaque;
  {
    db::Connection& database = databases.identity();
    db::Transaction snapshot(database, db::Transaction::Kind::read);
    std::optional<db::Transaction> other;
    if (databases.separate()) other.emplace(databases.apim(), db::Transaction::Kind::read);
    apps::for_each_client(databases, catalog, [&](const apps::Client& client) {
      planner.client(client);
      if (client.oauth1 || apps::type_of(client.types) != apps::TokenType::opaque) return;
      ++opaque[{client.kind, client.tenant_id}];
    });
    apps::for_each_application(databases, catalog,
                               [&](const apps::Application& row) { planner.application(row); });
    apps::for_each_portal(databases, catalog, [&](const apps::PortalFlags& flags) {
      if (is_wrong(flags)) ++clients.portal_flags;
    });
    snapshot.commit();
    if (other) other->commit();
  }
  const apps::Plan plan = std::move(planner).finish();
  clients.census = plan.before;
  for (const auto& [group, count] : opaque) {
    clients.opaque.push_back({group.first, catalog.tenant_name(group.second), count});
  }
  clients.to_convert = plan.clients_to_convert;
  clients.blocking = plan.blocking();
  clients.applications_to_convert = plan.count(apps::Target::application);
  clients.applications_of_others = left_because(plan, apps::Reason::foreign_key_manager);
  clients.orphaned_applications = left_because(plan, apps::Reason::orphaned_key);
  return clients;
}

ClientSettings read_client_settings(db::Connection& database) {
  ClientSettings settings;
  settings.bound = clients_with(database, "tokenBindingType", "NOT IN ('', 'none', 'null')");
  settings.not_renewed = clients_with(database, "renewRefreshToken", "= 'false'");
  const auto row = database.prepare(lifetimes_sql());
  row->next();
  settings.never_expiring = some_of(*row, 0);
  settings.long_lived = some_of(*row, 2);
  settings.longest_lifetime = std::max({row->integer(4), row->integer(5), row->integer(6)});
  return settings;
}

// Counted from the other side: the key of a client has an index, that of SP_INBOUND_AUTH has none.
std::int64_t clients_without_service_provider(db::Connection& database) {
  const auto row = database.prepare(
      "SELECT COUNT(DISTINCT A.ID), (SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS)"
      " FROM SP_INBOUND_AUTH I"
      " JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = I.INBOUND_AUTH_KEY"
      " WHERE I.INBOUND_AUTH_TYPE = 'oauth2'");
  row->next();
  return row->integer(1) - row->integer(0);
}

}  // namespace tokenshift::survey
