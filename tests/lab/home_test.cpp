// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"

#include "lab/practice.hpp"

#include <doctest/doctest.h>
#include <toml++/toml.h>

#include <vector>

namespace tokenshift::lab {
namespace {

using test::Practice;
using test::slurp;

// Headers that the server's parser would die of: tables that stand after one of their own
// sub-tables.
std::vector<std::string> misplaced_headers(const std::string& toml) {
  std::vector<std::string> bad;
  std::vector<std::string> seen;
  for (const std::string& line : split(toml, '\n')) {
    if (line.empty() || line[0] != '[') continue;
    const auto first = line.find_first_not_of('[');
    const std::string path = line.substr(first, line.find(']') - first);
    for (const std::string& earlier : seen) {
      if (earlier.substr(0, path.size() + 1) == path + ".") bad.push_back(path);
    }
    seen.push_back(path);
  }
  return bad;
}

}  // namespace

TEST_CASE("the configuration of every version is one that the server accepts") {
  for (const std::string_view version : known_versions()) {
    for (const bool custom : {false, true}) {
      CAPTURE(version);
      const Practice practice({.clients = fewest_clients,
                               .apim_version = std::string(version),
                               .custom_issuer = custom});
      const std::string bytes = slurp(practice.created.deployment_toml);
      CHECK(misplaced_headers(bytes).empty());
      const toml::table table = toml::parse(bytes);
      CHECK(table.at_path("database.apim_db.url").value_or(std::string()) ==
            "jdbc:sqlite:./repository/database/WSO2AM_DB.db");
      CHECK(table.at_path("database.shared_db.type").value_or(std::string()) == "sqlite");
      CHECK(table.at_path("event_listener[0].id").value_or(std::string()) == "token_revocation");
      CHECK(table.at_path("oauth.grant_type.token_exchange.enable").value_or(false));
      CHECK_FALSE(table.at_path("oauth.token_persistence"));
      CHECK(table.at_path("apim.gateway_type").is_string() == (version >= "4.5.0"));
    }
  }
}

TEST_CASE("only 4.7.0 is shipped with the issuer of the feature") {
  const auto issuers = [](const std::string& version, bool custom) {
    const Practice practice(
        {.clients = fewest_clients, .apim_version = version, .custom_issuer = custom});
    std::string names;
    const toml::table table = toml::parse(slurp(practice.created.deployment_toml));
    if (const auto* const types = table.at_path("oauth.extensions.token_types").as_array()) {
      for (const auto& type : *types) names += type.at_path("name").value_or(std::string()) + ";";
    }
    return names;
  };
  CHECK(issuers("4.6.0", false).empty());
  CHECK(issuers("4.6.0", true) == "AcmeJWT;");
  CHECK(issuers("4.7.0", false) == "JWT;");
  CHECK(issuers("4.7.0", true) == "JWT;AcmeJWT;");
}

TEST_CASE("the version can be read from the home as from a real one") {
  const Practice practice({.clients = fewest_clients, .apim_version = "4.5.0"});
  CHECK(slurp(practice.created.home / "updates/product.txt") == "wso2am-4.5.0");
  CHECK(slurp(practice.created.home / "bin/version.txt") == "WSO2 API Manager v4.5.0\n");
  CHECK(std::filesystem::is_empty(practice.created.home / "repository/logs"));
}

TEST_CASE("the default of the optimization is the one of the version") {
  const auto says = [](const std::string& version, const std::string& text) {
    const Practice practice({.clients = fewest_clients, .apim_version = version});
    return slurp(practice.created.home / "repository/resources/conf/default.json").find(text) !=
           std::string::npos;
  };
  CHECK_FALSE(says("4.2.0", "oauth.token_persistence.enable"));
  CHECK(says("4.3.0", "\"oauth.token_persistence.enable\": true"));
  CHECK(says("4.6.0", "\"oauth.token_persistence.enable\": true"));
  CHECK(says("4.7.0", "\"oauth.token_persistence.enable\": false"));
  CHECK(says("4.7.0", "\"oauth.revoked_token_headers_in_response.enable\": false"));
}

}  // namespace tokenshift::lab
