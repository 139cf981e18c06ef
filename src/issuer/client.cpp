// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/client.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::issuer {
namespace {

using std::chrono::seconds;

void read_properties(db::Connection& database, Client& client) {
  const auto rows = database.prepare(fmt::format(
      "SELECT PROPERTY_KEY, PROPERTY_VALUE FROM IDN_OIDC_PROPERTY WHERE CONSUMER_KEY = ? AND"
      " TENANT_ID = ? AND {} ORDER BY ID",
      db::exactly_equal(database.dialect(), "CONSUMER_KEY", "?")));
  rows->bind({client.key, client.tenant_id, client.key});
  bool typed = false;
  client.is_jwt = true;
  while (rows->next()) {
    const std::string name(rows->text(0));
    const std::string value(rows->text(1));
    if (name == "audience" && !value.empty()) client.audiences.push_back(value);
    if (name == "renewRefreshToken" && !value.empty()) {
      client.renew_refresh_token = apim::is_java_true(value);
    }
    if (name == "tokenBindingType") client.has_token_binding = !value.empty() && value != "None";
    if (name == "tokenType") {
      typed = true;
      client.is_jwt = client.is_jwt && value == "JWT";
    }
  }
  client.is_jwt = client.is_jwt && typed;
}

}  // namespace

bool Client::allows(std::string_view grant) const {
  return grants.empty() || std::ranges::find(grants, grant) != grants.end();
}

Client read_client(db::Connection& database, const apim::Catalog& catalog, const std::string& key) {
  const auto rows = database.prepare(fmt::format(
      "SELECT TENANT_ID, USERNAME, APP_STATE, GRANT_TYPES, APP_ACCESS_TOKEN_EXPIRE_TIME,"
      " USER_ACCESS_TOKEN_EXPIRE_TIME, REFRESH_TOKEN_EXPIRE_TIME FROM IDN_OAUTH_CONSUMER_APPS"
      " WHERE CONSUMER_KEY = ? AND {}",
      db::exactly_equal(database.dialect(), "CONSUMER_KEY", "?")));
  rows->bind({key, key});
  if (!rows->next()) {
    throw Error(ErrorKind::refused,
                fmt::format("{}: no client {}", printable(database.url()), printable(key)),
                "the server would answer invalid_client; see: tokenshift apps list");
  }
  Client client{.key = key};
  client.tenant_id = rows->integer(0);
  client.tenant = catalog.tenant_name(client.tenant_id);
  client.owner = rows->text(1);
  client.state = rows->text(2);
  for (const std::string& grant : split(rows->text(3), ' ')) {
    if (!grant.empty()) client.grants.push_back(grant);
  }
  client.app_validity = seconds{rows->integer(4)};
  client.user_validity = seconds{rows->integer(5)};
  client.refresh_validity = seconds{rows->integer(6)};
  read_properties(database, client);
  return client;
}

std::vector<std::string> clients_of(db::Connection& database, const std::string& user,
                                    std::int64_t tenant_id) {
  const auto rows = database.prepare(
      "SELECT CONSUMER_KEY FROM IDN_OAUTH_CONSUMER_APPS WHERE USERNAME = ? AND TENANT_ID = ?"
      " ORDER BY ID");
  rows->bind({user, tenant_id});
  std::vector<std::string> keys;
  while (rows->next()) keys.emplace_back(rows->text(0));
  return keys;
}

}  // namespace tokenshift::issuer
