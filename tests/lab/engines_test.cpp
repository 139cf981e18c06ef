// SPDX-License-Identifier: Apache-2.0
// Practice deployments in real servers: the tables are those of the facts, the rows those of
// SQLite.
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/db/backend.hpp"
#include "tokenshift/lab/lab.hpp"
#include "tokenshift/lab/schema.hpp"

#include "lab/practice.hpp"
#include "support/contents.hpp"
#include "support/servers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <map>
#include <optional>

namespace tokenshift::lab {
namespace {

using test::Engine;

void execute_all(db::Connection& database, const std::vector<std::string>& statements) {
  for (const std::string& statement : statements) database.execute(statement);
}

// "255 NOT NULL" of "VARCHAR(255)"; no length where the type has none.
std::string declared(std::string_view type, bool nullable) {
  std::string length;
  if (type.starts_with("VARCHAR(") || type.starts_with("CHAR(")) {
    const std::size_t from = type.find('(') + 1;
    length = type.substr(from, type.find(')') - from);
  }
  return length + (nullable ? "" : " NOT NULL");
}

using Columns = std::map<std::string, std::string>;  // "TABLE.COLUMN" → declared()

Columns columns_of_facts(std::string_view version, std::string_view dialect) {
  Columns columns;
  for (const ColumnFact& fact : schema_columns(version, Source::apim, dialect)) {
    columns[fact.table + "." + fact.name] = declared(fact.type, fact.nullable);
  }
  return columns;
}

Columns columns_of_server(db::Connection& database) {
  const std::string schema = database.dialect().name == "mysql" ? "DATABASE()" : "CURRENT_SCHEMA";
  const auto rows = database.prepare(
      "SELECT UPPER(TABLE_NAME), UPPER(COLUMN_NAME), CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE,"
      " UPPER(DATA_TYPE) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = " +
      schema);
  Columns columns;
  while (rows->next()) {
    const bool has_length = rows->text(4).find("CHAR") != std::string_view::npos;
    columns[fmt::format("{}.{}", rows->text(0), rows->text(1))] =
        std::string(has_length ? rows->text(2) : "") + (rows->text(3) == "YES" ? "" : " NOT NULL");
  }
  return columns;
}

std::optional<ErrorKind> kind_of_failure(const Request& request) {
  try {
    create(request);
  } catch (const Error& error) {
    CHECK_FALSE(error.hint().empty());
    return error.kind();
  }
  return std::nullopt;
}

Request request_for(const std::string& url, std::int64_t clients = 300) {
  return {.destination = Destination{.address = {.url = url}},
          .clients = clients,
          .custom_issuer = true};
}

}  // namespace

TEST_SUITE("engines") {
  TEST_CASE("the tables of every version can be made and have the columns of the facts") {
    test::on_each_engine([](const Engine& engine) {
      for (const std::string_view version : known_versions()) {
        CAPTURE(version);
        const auto database = db::open(engine.fresh_url(), db::Access::create);
        const std::string_view dialect = database->dialect().name;
        execute_all(*database, create_tables(version, Source::apim, dialect));
        execute_all(*database, create_keys(version, Source::apim, dialect));
        std::map<std::string, std::vector<std::string>> names;
        for (const ColumnFact& fact : schema_columns(version, Source::apim, dialect)) {
          names[fact.table].push_back(fact.name);
        }
        for (const auto& [table, columns] : names) CHECK(database->columns(table) == columns);
        if (dialect == "sqlite") continue;
        CHECK(columns_of_server(*database) == columns_of_facts(version, dialect));
        execute_all(*database, create_tables(version, Source::shared, dialect));
        execute_all(*database, create_keys(version, Source::shared, dialect));
        execute_all(*database, drop_tables(Source::shared, dialect));
        execute_all(*database, drop_tables(Source::apim, dialect));
        CHECK(columns_of_server(*database).empty());
      }
    });
  }

  TEST_CASE("the same seed gives the same rows on every engine") {
    for (const char* const version : {"4.3.0", "4.6.0", "4.7.0"}) {
      const test::Practice reference(
          {.clients = 300, .apim_version = version, .custom_issuer = true});
      const auto expected = test::logical_rows(*reference.database, version);
      CHECK(expected.size() > 2000);
      test::on_each_engine([&](const Engine& engine) {
        CAPTURE(version);
        Request request = request_for(engine.fresh_url());
        request.apim_version = version;
        const Created made = create(request);
        CHECK(made.home.empty());
        CHECK(made.counts.opaque == reference.created.counts.opaque);
        const auto database = db::open(request.destination->address, db::Access::read);
        CHECK(test::difference(expected, test::logical_rows(*database, version)) == "");
      });
    }
  }

  TEST_CASE("rows that come later are numbered behind those of the practice deployment") {
    test::on_each_engine([](const Engine& engine) {
      const Request request = request_for(engine.fresh_url());
      create(request);
      const auto database = db::open(request.destination->address, db::Access::write);
      for (const char* const row :
           {"AM_SUBSCRIBER (USER_ID, TENANT_ID, DATE_SUBSCRIBED) VALUES ('late', 1,"
            " '2026-01-01 00:00:00')",
            "AM_APPLICATION (NAME, ORGANIZATION) VALUES ('late', 'carbon.super')",
            "IDN_OAUTH_CONSUMER_APPS (CONSUMER_KEY, APP_NAME) VALUES ('late', 'late')",
            "IDN_OIDC_PROPERTY (PROPERTY_KEY) VALUES ('late')",
            "SP_APP (TENANT_ID, APP_NAME, USER_STORE, USERNAME, AUTH_TYPE, UUID)"
            " VALUES (1, 'late', 'PRIMARY', 'kim', 'default', 'late')"}) {
        CAPTURE(row);
        CHECK_NOTHROW(database->execute(fmt::format("INSERT INTO {}", row)));
      }
    });
  }

  TEST_CASE("a database that holds API-M is left as it is, a practice deployment is replaced") {
    test::on_each_engine([](const Engine& engine) {
      if (!engine.server) return;  // a new file is made, never an old one filled
      const Request request = request_for(engine.fresh_url());
      create(request);
      CHECK(kind_of_failure(request) == ErrorKind::refused);
      Request other = request;
      other.apim_version = "4.3.0";
      other.seed = 2;
      other.destination->replace = true;
      create(other);
      const auto database = db::open(request.destination->address, db::Access::write);
      CHECK(database->columns("AM_KEY_MANAGER_ALLOWED_ORGS").empty());
      database->execute("DROP TABLE TOKENSHIFT_LAB");
      const auto rows = test::logical_rows(*database, "4.3.0");
      CHECK(kind_of_failure(request) == ErrorKind::refused);
      CHECK(kind_of_failure(other) == ErrorKind::refused);
      CHECK(test::difference(rows, test::logical_rows(*database, "4.3.0")) == "");
    });
  }

  TEST_CASE("a failure leaves no tables behind, and of a database in a file nothing at all") {
    test::on_each_engine([](const Engine& engine) {
      const Request request = request_for(engine.fresh_url(), 5000);
      bool failed = false;
      try {
        create(request, [](std::int64_t done, std::int64_t) {
          if (done > 2000) throw Error(ErrorKind::interrupted, "enough", "go on");
        });
      } catch (const Error&) {
        failed = true;
      }
      CHECK(failed);
      const std::string& url = request.destination->address.url;
      if (engine.server) {
        const auto database = db::open(url, db::Access::read);
        CHECK(database->columns("TOKENSHIFT_LAB").empty());
        for (const std::string& table : table_names("4.7.0", Source::apim)) {
          CHECK(database->columns(table).empty());
        }
      } else {
        const std::string path = url.substr(url.find(':') + 1);
        CHECK_FALSE(std::filesystem::exists(path));
        CHECK_FALSE(std::filesystem::exists(path + ".mv.db"));
      }
      CHECK_NOTHROW(create(request));
    });
  }

  TEST_CASE("a home names its database as the server would, and never shows the password") {
    test::on_each_engine([](const Engine& engine) {
      if (!engine.server) return;
      test::Server& server = engine.name == "postgresql" ? test::postgresql() : test::mariadb();
      const std::string name = server.fresh_database();
      const test::TempDir folder;
      const Created made = create(
          {.directory = folder / "home",
           .destination =
               Destination{.address = {.url = server.tcp_url(name), .password = "test-password"}},
           .clients = fewest_clients});
      const std::string toml = test::slurp(made.deployment_toml);
      CHECK(toml.find("username = \"tester\"\npassword = \"test-password\"\n") !=
            std::string::npos);
      CHECK(toml.find(fmt::format("\"jdbc:{}://127.0.0.1:{}/{}\"",
                                  engine.name == "mariadb" ? "mysql" : "postgresql", server.port(),
                                  name)) != std::string::npos);
      CHECK(made.url.find("test-password") == std::string::npos);
      CHECK((std::filesystem::status(made.deployment_toml).permissions() &
             std::filesystem::perms::all) ==
            (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    });
  }

  TEST_CASE(
      "a MySQL server that sets timestamps by itself gets the tables as its script makes them") {
    test::on_each_engine([](const Engine& engine) {
      if (engine.name != "mariadb") return;
      const auto database = db::open(engine.fresh_url(), db::Access::create);
      database->execute("SET SESSION explicit_defaults_for_timestamp = OFF");
      execute_all(*database, create_tables("4.6.0", Source::apim, "mysql"));
      execute_all(*database, create_keys("4.6.0", Source::apim, "mysql"));
      const auto extra = database->prepare(
          "SELECT UPPER(EXTRA) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
          " AND UPPER(TABLE_NAME) = 'AM_APPLICATION' AND UPPER(COLUMN_NAME) = 'CREATED_TIME'");
      REQUIRE(extra->next());
      CHECK(extra->text(0).find("ON UPDATE") != std::string_view::npos);
    });
  }
}

}  // namespace tokenshift::lab
