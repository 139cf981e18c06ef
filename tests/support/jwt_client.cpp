// SPDX-License-Identifier: Apache-2.0
#include "support/jwt_client.hpp"

#include "tokenshift/crypto/base64url.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace tokenshift::test {

std::string jwt_client(db::Connection& database) {
  const auto rows = database.prepare(
      "SELECT c.CONSUMER_KEY FROM IDN_OAUTH_CONSUMER_APPS c JOIN IDN_OIDC_PROPERTY p"
      " ON p.CONSUMER_KEY = c.CONSUMER_KEY AND p.TENANT_ID = c.TENANT_ID"
      " WHERE p.PROPERTY_KEY = 'tokenType' AND p.PROPERTY_VALUE = 'JWT' AND c.USERNAME = 'kim'"
      " AND c.TENANT_ID = -1234 AND c.APP_STATE = 'ACTIVE'"
      " AND c.GRANT_TYPES = 'refresh_token client_credentials password' ORDER BY c.ID");
  REQUIRE(rows->next());
  return std::string(rows->text(0));
}

std::string user_id(db::Connection& shared_database, const std::string& name) {
  const auto rows = shared_database.prepare(
      "SELECT UM_USER_ID FROM UM_USER WHERE UM_USER_NAME = ? AND UM_TENANT_ID = -1234");
  rows->bind({name});
  REQUIRE(rows->next());
  return std::string(rows->text(0));
}

std::string line_of(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string claim_of(const std::string& token, const std::string& name) {
  const std::size_t dot = token.find('.');
  REQUIRE(dot != std::string::npos);
  const auto claims = crypto::from_base64url(token.substr(dot + 1, token.rfind('.') - dot - 1));
  REQUIRE(claims);
  const auto value = nlohmann::json::parse(*claims).value(name, nlohmann::json());
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace tokenshift::test
