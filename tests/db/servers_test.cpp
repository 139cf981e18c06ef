// SPDX-License-Identifier: Apache-2.0
// What only servers have: sessions, passwords, grants, locks, and an end.
#include "support/servers.hpp"

#include "tokenshift/db/backend.hpp"

#include "support/child.hpp"
#include "support/errors.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

namespace tokenshift::db {
namespace {

using test::error_of;
using test::Server;

constexpr const char* password = "test-password";
constexpr const char* wrong_password = "not-the-pass-word";

// Runs the case on each server that is to be tested.
template <class Case>
void on_each_server(Case run) {
  for (const test::Engine& engine : test::engines()) {
    if (engine.name == "sqlite") continue;
    CAPTURE(engine.name);
    run(engine.name == "postgresql" ? test::postgresql() : test::mariadb());
  }
}

// An error has a message and a hint, and neither holds a password.
Error told(const Error& error) {
  const std::string text = fmt::format("{} / {}", error.what(), error.hint());
  INFO(text);
  CHECK(text.find(password) == std::string::npos);
  CHECK(text.find(wrong_password) == std::string::npos);
  CHECK_FALSE(error.hint().empty());
  return error;
}

template <class Work>
Error told_by(Work&& work) {
  return told(error_of(std::forward<Work>(work)));
}

bool says(const Error& error, std::string_view part) {
  return (std::string(error.what()) + "\n" + error.hint()).find(part) != std::string::npos;
}

TEST_SUITE_BEGIN("engines: servers");

TEST_CASE("a password opens a database over TCP; a wrong one, or none, is refused") {
  on_each_server([](Server& server) {
    const std::string url = server.tcp_url(server.fresh_database());
    const auto connection = open({.url = url, .password = password}, Access::read);
    CHECK(connection->url() == url);
    const Error wrong =
        told_by([&] { open({.url = url, .password = wrong_password}, Access::read); });
    CHECK(wrong.kind() == ErrorKind::environment);
    CHECK(says(wrong, "password"));
    const Error none = told_by([&] { open({.url = url, .password = ""}, Access::read); });
    CHECK(none.kind() == ErrorKind::environment);
  });
}

TEST_CASE("without a password, that of PGPASSFILE or ~/.my.cnf is taken") {
  on_each_server([](Server& server) {
    const std::string url = server.tcp_url(server.fresh_database());
    const test::TempDir home;
    const auto pgpass = home.write(".pgpass", fmt::format("127.0.0.1:*:*:tester:{}\n", password));
    std::filesystem::permissions(pgpass, std::filesystem::perms::owner_read);
    home.write(".my.cnf", fmt::format("[client]\npassword = {}\n", password));
    const int status = test::status_of_child([&] {
      ::setenv("PGPASSFILE", pgpass.c_str(), 1);
      ::setenv("HOME", home.path().c_str(), 1);
      return open(url, Access::read)->prepare("SELECT 1")->next() ? 0 : 1;
    });
    CHECK(test::ended_with(status, 0));
  });
}

TEST_CASE("a database, a host or a port that is not there is named") {
  on_each_server([](Server& server) {
    const auto missing = [&](const std::string& url) {
      const Error error = told_by([&] { open({.url = url, .password = password}, Access::read); });
      CHECK(error.kind() == ErrorKind::environment);
      return error;
    };
    CHECK(says(missing(server.url("no_such_database")), "no_such_database"));
    const std::string scheme = server.tcp_url("x").substr(0, server.tcp_url("x").find(':'));
    CHECK(says(missing(scheme + "://tester@127.0.0.1:1/x"), "does not answer"));
    CHECK(says(missing(scheme + "://tester@no-such-host.invalid/x"), "host"));
  });
}

TEST_CASE("a URL without a database, or with a parameter that nobody knows, is a usage error") {
  on_each_server([](Server& server) {
    const std::string url = server.url("x");
    const std::string scheme = url.substr(0, url.find(':'));
    CHECK(told_by([&] { open(scheme + "://tester@localhost", Access::read); }).kind() ==
          ErrorKind::usage);
    const Error error = told_by([&] { open(url + "&colour=blue", Access::read); });
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(says(error, "colour"));
  });
}

TEST_CASE("a missing right is named with the statement that wants it") {
  on_each_server([](Server& server) {
    const std::string database = server.fresh_database();
    open(server.url(database), Access::write)->execute("CREATE TABLE THING (ID INTEGER)");
    if (server.url("x").starts_with("postgresql")) {
      server.sql(database, "GRANT SELECT ON THING TO tester");
    } else {
      server.sql(database, fmt::format("REVOKE ALL ON {0}.* FROM 'tester'@'127.0.0.1';"
                                       " GRANT SELECT ON {0}.* TO 'tester'@'127.0.0.1'",
                                       database));
    }
    const auto connection =
        open({.url = server.tcp_url(database), .password = password}, Access::write);
    CHECK_FALSE(connection->prepare("SELECT ID FROM THING")->next());
    const Error error =
        told_by([&] { connection->execute("UPDATE THING SET ID = 1 WHERE 1 = 0"); });
    CHECK(error.kind() == ErrorKind::environment);
    CHECK(says(error, "no right to UPDATE"));
    CHECK(says(error, "tester"));
  });
}

TEST_CASE("a row that somebody else holds is waited for, but not forever") {
  on_each_server([](Server& server) {
    const std::string url = server.url(server.fresh_database());
    const auto neighbour = open(url, Access::write);
    neighbour->execute("CREATE TABLE THING (ID INTEGER NOT NULL PRIMARY KEY, NUMBER INTEGER)");
    neighbour->execute("INSERT INTO THING VALUES (1, 0)");
    Transaction theirs(*neighbour, Transaction::Kind::write);
    neighbour->execute("UPDATE THING SET NUMBER = 1");

    const auto connection =
        open(Address{.url = url}, Access::write, Limits{.lock = std::chrono::milliseconds(1000)});
    Transaction ours(*connection, Transaction::Kind::write);
    CHECK_THROWS_AS(connection->execute("UPDATE THING SET NUMBER = 2"), Conflict);
  });
}

TEST_CASE("of two that wait for each other, one is told of a conflict") {
  on_each_server([](Server& server) {
    const std::string url = server.url(server.fresh_database());
    open(url, Access::write)
        ->execute(
            "CREATE TABLE THING (ID INTEGER NOT NULL PRIMARY KEY, NUMBER INTEGER);"
            " INSERT INTO THING VALUES (1, 0), (2, 0)");
    std::array<int, 2> conflicts{};
    const auto update_both = [&](int mine, int theirs) {
      const auto connection = open(url, Access::write);
      Transaction transaction(*connection, Transaction::Kind::write);
      const auto update = connection->prepare("UPDATE THING SET NUMBER = 1 WHERE ID = ?");
      update->run({mine});
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      try {
        update->run({theirs});
        transaction.commit();
      } catch (const Conflict&) {
        conflicts.at(static_cast<std::size_t>(mine - 1)) = 1;
      }
    };
    std::thread other([&] { update_both(2, 1); });
    update_both(1, 2);
    other.join();
    CHECK(conflicts[0] + conflicts[1] == 1);
  });
}

TEST_CASE("a statement that takes too long is ended") {
  on_each_server([](Server& server) {
    const std::string url = server.url(server.fresh_database());
    const auto connection = open(url, Access::read);
    connection->limit_statements(std::chrono::milliseconds(200));
    const std::string sleep = url.starts_with("postgresql")
                                  ? "SELECT PG_SLEEP(20)"
                                  : "SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS A,"
                                    " INFORMATION_SCHEMA.COLUMNS B, INFORMATION_SCHEMA.COLUMNS C";
    const Error error = told_by([&] { connection->prepare(sleep)->next(); });
    CHECK(error.kind() == ErrorKind::environment);
    CHECK(says(error, "took too long"));
    connection->limit_statements(std::chrono::milliseconds(0));
    CHECK(connection->prepare("SELECT 1")->next());
  });
}

TEST_CASE("a session that the server has ended is told so") {
  on_each_server([](Server& server) {
    const std::string database = server.fresh_database();
    const auto connection = open(server.url(database), Access::write);
    const bool postgresql = server.url("x").starts_with("postgresql");
    const auto id =
        connection->prepare(postgresql ? "SELECT PG_BACKEND_PID()" : "SELECT CONNECTION_ID()");
    REQUIRE(id->next());
    server.sql(database,
               fmt::format(fmt::runtime(postgresql ? "SELECT PG_TERMINATE_BACKEND({})" : "KILL {}"),
                           id->integer(0)));
    const Error error = told_by([&] {
      for (int i = 0; i < 100; ++i) {
        connection->execute("SELECT 1");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    });
    CHECK(error.kind() == ErrorKind::environment);
    // No new session takes its place: the transaction and the lock are gone.
    CHECK(told_by([&] { connection->execute("SELECT 1"); }).kind() == ErrorKind::environment);
  });
}

TEST_CASE("the schema that currentSchema names is where tables are found, and made") {
  for (const test::Engine& engine : test::engines()) {
    if (engine.name != "postgresql") continue;
    Server& server = test::postgresql();
    const std::string url = server.url(server.fresh_database());
    open(url, Access::write)->execute("CREATE SCHEMA apim; CREATE TABLE apim.THING (ID INTEGER)");
    CHECK(open(url, Access::read)->columns("THING").empty());
    const auto connection = open(url + "&currentSchema=apim", Access::write);
    CHECK(connection->columns("THING").size() == 1);
    CHECK_FALSE(connection->prepare("SELECT ID FROM THING")->next());
  }
}

TEST_CASE("other sessions on the database are told of, a run of tokenshift is not") {
  on_each_server([](Server& server) {
    const std::string database = server.fresh_database();
    const auto connection = open(server.url(database), Access::write);
    const auto run = open(server.url(database), Access::write);
    run->lock("somebody");
    if (server.url("x").starts_with("postgresql")) {
      CHECK(connection->other_sessions().empty());
      run->execute("SET application_name = 'PostgreSQL JDBC Driver'");
    } else {
      CHECK(connection->other_sessions().empty());
      run->execute("DELETE FROM TOKENSHIFT_LOCK");
    }
    REQUIRE(connection->other_sessions().size() == 1);
    CHECK(connection->other_sessions()[0].find(" from ") != std::string::npos);
  });
}

TEST_CASE("a pooler that would hand the lock to somebody else is refused") {
  for (const test::Engine& engine : test::engines()) {
    if (engine.name != "postgresql") continue;
    const test::Pooler pooler;
    const auto connection = open(pooler.url(test::postgresql().fresh_database()), Access::write);
    const Error error = told_by([&] { connection->lock("somebody"); });
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(says(error, "pooler"));
  }
}

// Whether the session is encrypted, as the server sees it.
bool is_encrypted(Connection& connection) {
  const auto row =
      connection.prepare(connection.dialect().name == "postgresql"
                             ? "SELECT 1 FROM PG_STAT_SSL WHERE PID = PG_BACKEND_PID() AND SSL"
                             : "SELECT 1 FROM INFORMATION_SCHEMA.SESSION_STATUS"
                               " WHERE VARIABLE_NAME = 'Ssl_cipher' AND VARIABLE_VALUE <> ''");
  return row->next();
}

TEST_CASE("the connection is encrypted as the URL wants it, and the certificate is checked") {
  on_each_server([](Server& server) {
    const std::string url = server.tcp_url(server.fresh_database());
    const bool postgresql = url.starts_with("postgresql");
    const auto encrypted = [&](const std::string& parameters) {
      return is_encrypted(*open({.url = url + parameters, .password = password}, Access::read));
    };
    const std::string mode = postgresql ? "?sslmode=" : "?ssl-mode=";
    const std::string signer =
        (postgresql ? "&sslrootcert=" : "&ssl-ca=") + server.certificate().string();
    CHECK(encrypted(""));  // preferred
    CHECK_FALSE(encrypted(mode + (postgresql ? "disable" : "DISABLED")));
    CHECK(encrypted(mode + (postgresql ? "require" : "REQUIRED")));
    CHECK(encrypted(mode + (postgresql ? "verify-full" : "VERIFY_IDENTITY") + signer));
    const std::string other = "/etc/ssl/certs/ca-certificates.crt";
    const Error error = told_by([&] {
      encrypted(mode + (postgresql ? "verify-full&sslrootcert=" : "VERIFY_IDENTITY&ssl-ca=") +
                other);
    });
    CHECK(error.kind() == ErrorKind::environment);
    CHECK(says(error, "encrypted"));
  });
}

TEST_SUITE_END();

}  // namespace
}  // namespace tokenshift::db
