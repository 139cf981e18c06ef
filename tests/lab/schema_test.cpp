// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/lab/schema.hpp"

#include "tokenshift/base/error.hpp"

#include "lab/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace tokenshift::lab {
namespace {

bool has_table(std::string_view version, std::string_view table) {
  const auto names = table_names(version, Source::apim);
  return std::find(names.begin(), names.end(), table) != names.end();
}

bool has_index(std::string_view version, std::string_view index) {
  const auto all = create_keys(version, Source::apim, "sqlite");
  return std::any_of(all.begin(), all.end(), [&](const std::string& statement) {
    return statement.find("INDEX " + std::string(index) + " ON") != std::string::npos;
  });
}

bool has_column(const std::string& version, std::string_view table, std::string_view column) {
  const test::Practice practice({.clients = fewest_clients, .apim_version = version});
  const auto columns = practice.database->columns(table);
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

}  // namespace

TEST_CASE("the tables of the feature come with 4.3.0") {
  for (const auto* const table :
       {"IDN_INVALID_TOKENS", "IDN_APP_REVOKED_EVENT", "IDN_SUBJECT_ENTITY_REVOKED_EVENT",
        "AM_APP_REVOKED_EVENT", "AM_SUBJECT_ENTITY_REVOKED_EVENT"}) {
    CAPTURE(table);
    CHECK_FALSE(has_table("4.2.0", table));
    CHECK(has_table("4.3.0", table));
    CHECK(has_table("4.7.0", table));
  }
}

TEST_CASE("the index of the invalid tokens comes with 4.4.0") {
  CHECK_FALSE(has_index("4.3.0", "IDX_IAT_TI_CK"));
  CHECK(has_index("4.4.0", "IDX_IAT_TI_CK"));
}

TEST_CASE("what tells 4.5.0 and 4.7.0 by their tables is there") {
  CHECK_FALSE(has_table("4.4.0", "AM_KEY_MANAGER_ALLOWED_ORGS"));
  CHECK(has_table("4.5.0", "AM_KEY_MANAGER_ALLOWED_ORGS"));
  CHECK_FALSE(has_table("4.6.0", "IDN_OAUTH_CONSUMER_SECRETS"));
  CHECK(has_table("4.7.0", "IDN_OAUTH_CONSUMER_SECRETS"));
}

TEST_CASE("applications are shared between organizations from 4.5.0 on") {
  CHECK_FALSE(has_column("4.4.0", "AM_APPLICATION", "SHARED_ORGANIZATION"));
  CHECK(has_column("4.5.0", "AM_APPLICATION", "SHARED_ORGANIZATION"));
}

TEST_CASE("the inputs of a registration become a blob with 4.6.0, and stay one column") {
  const auto inputs = [](std::string_view version) {
    for (const std::string& statement : create_tables(version, Source::apim, "sqlite")) {
      const auto at = statement.find("INPUTS ");
      if (at != std::string::npos) return statement.substr(at, statement.find('\n', at) - at);
    }
    return std::string();
  };
  CHECK(inputs("4.5.0") == "INPUTS VARCHAR(1000),");
  CHECK(inputs("4.6.0") == "INPUTS BLOB,");
}

TEST_CASE("keys, rules and defaults are spelled as in the scripts") {
  for (const std::string& statement : create_tables("4.6.0", Source::apim, "sqlite")) {
    if (statement.find("CREATE TABLE AM_APPLICATION_KEY_MAPPING") == std::string::npos) continue;
    CHECK(statement.find("CREATE_MODE VARCHAR(30) DEFAULT 'CREATED'") != std::string::npos);
    CHECK(statement.find("PRIMARY KEY (APPLICATION_ID, KEY_TYPE, KEY_MANAGER)") !=
          std::string::npos);
    CHECK(statement.find("REFERENCES AM_APPLICATION (APPLICATION_ID) ON UPDATE CASCADE ON DELETE "
                         "CASCADE") != std::string::npos);
  }
  CHECK(has_index("4.6.0", "IDX_IOP_CK"));
  CHECK(has_index("4.6.0", "CON_APP_KEY"));
}

TEST_CASE("the tenants and the users are in the shared database, and nothing else is") {
  CHECK(table_names("4.6.0", Source::shared) == std::vector<std::string>{"UM_TENANT", "UM_USER"});
  CHECK_FALSE(has_table("4.6.0", "UM_TENANT"));
}

TEST_CASE("the schema of a release that is not known is refused") {
  CHECK_THROWS_AS(create_tables("4.1.0", Source::apim, "sqlite"), Error);
}

}  // namespace tokenshift::lab
