// SPDX-License-Identifier: Apache-2.0
// What goes wrong between the program and a server while it works: afterwards nothing is lost,
// nothing done twice, and the same command ends what was begun.
#include "support/contents.hpp"
#include "support/practice.hpp"
#include "support/program.hpp"
#include "support/proxy.hpp"
#include "support/servers.hpp"
#include "support/victim.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <thread>

using namespace tokenshift;
using namespace std::chrono_literals;
using test::Engine;
using test::Victim;

namespace {

constexpr const char* password = "test-password";

test::Server& server_of(const Engine& engine) {
  return engine.name == "postgresql" ? test::postgresql() : test::mariadb();
}

// By TCP and without TLS, so that a proxy can read along.
std::string plain_url(const test::Server& server, std::string_view engine,
                      const std::string& database) {
  return server.tcp_url(database) +
         (engine == "postgresql" ? "?sslmode=disable" : "?ssl-mode=DISABLED");
}

std::string with_port(std::string url, int port, int other) {
  const std::string text = fmt::format(":{}/", port);
  return url.replace(url.find(text), text.size(), fmt::format(":{}/", other));
}

void on_servers(const std::function<void(const Engine&)>& run) {
  test::on_each_engine([&](const Engine& engine) {
    if (engine.name == "postgresql" || engine.name == "mariadb") run(engine);
  });
}

// Adds rows to the journal until the server has no room for fifty more. `series` is a table of the
// numbers N from 1 to {}; `time` tells one filling from another.
void fill_journal(const Victim& victim, int time, std::string_view series) {
  int chunk = 0;
  for (const int rows : {10'000, 500, 50}) {
    try {
      while (chunk < 1000) {
        victim.sql(
            fmt::format("INSERT INTO TOKENSHIFT_JOURNAL"
                        " (RUN_ID, CHUNK, TARGET, ROW_ID, OLD_VALUE, NEW_VALUE)"
                        " SELECT {}, {}, 'filler', N, REPEAT('x', {}), 'x' FROM {}",
                        999 + time, ++chunk, rows == 10'000 ? 200 : 7,
                        fmt::format(fmt::runtime(series), rows)));
      }
      FAIL("the server has room for everything");
    } catch (const Error& error) {
      INFO(error.what());
      REQUIRE((time > 1 || chunk > 1));  // it is full, and not the statement that is wrong
    }
  }
}

}  // namespace

TEST_SUITE("engines: mishaps") {
  TEST_CASE("a connection lost between COMMIT and its reply loses nothing and does nothing twice") {
    on_servers([](const Engine& engine) {
      test::Server& server = server_of(engine);
      const std::string url = plain_url(server, engine.name, server.fresh_database());
      Victim victim({.url = url, .password = password});
      for (const int commit : {1, 2, 3, 7}) {
        for (const bool undo : {false, true}) {
          CAPTURE(commit);
          CAPTURE(undo);
          {
            const test::Proxy proxy(server.port(), "COMMIT", commit);
            victim.reach_by(with_port(url, server.port(), proxy.port()));
            CHECK(victim.finish(undo ? victim.undo() : victim.apply()) == 6);
            CHECK(proxy.has_lost());
          }
          victim.reach_by(url);
          REQUIRE_MESSAGE(victim.finish(undo ? victim.undo() : victim.apply()) == 0,
                          test::slurp(victim.log()));
          CHECK(test::difference(undo ? victim.before() : victim.after(), victim.rows()) == "");
          if (undo) continue;
          CHECK(victim.number("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID ="
                              " (SELECT MAX(RUN_ID) FROM TOKENSHIFT_RUN)") == victim.journaled());
        }
      }
      CHECK(test::slurp(victim.log()).find(password) == std::string::npos);
    });
  }

  TEST_CASE("a server that is stopped in the middle is an error, and the same command goes on") {
    on_servers([](const Engine& engine) {
      const auto server = test::new_server(engine.name);
      const Victim victim(
          {.url = plain_url(*server, engine.name, server->fresh_database()), .password = password});
      test::Program program(victim.apply({"--sleep", "20"}), victim.log());
      std::this_thread::sleep_for(victim.took() / 2 + 100ms);
      server->stop();
      CHECK(program.wait() == 6);
      CHECK(victim.finish(victim.apply()) == 6);  // it does not answer
      server->start();
      REQUIRE_MESSAGE(victim.finish(victim.apply()) == 0, test::slurp(victim.log()));
      CHECK(test::difference(victim.after(), victim.rows()) == "");
      CHECK(victim.finish(victim.undo()) == 0);
      CHECK(test::difference(victim.before(), victim.rows()) == "");
      CHECK(test::slurp(victim.log()).find(password) == std::string::npos);
    });
  }

  TEST_CASE("what a neighbour writes while we run is neither lost nor overwritten, and is told") {
    test::on_each_engine([](const Engine& engine) {
      if (engine.name == "h2") return;  // lets one process in at a time
      const Victim victim({.url = engine.fresh_url()});
      const std::string last_type =
          std::to_string(victim.number("SELECT MAX(ROW_ID) FROM TOKENSHIFT_JOURNAL"
                                       " WHERE TARGET = 'type-row'"));
      const std::string last_application =
          std::to_string(victim.number("SELECT MAX(ROW_ID) FROM TOKENSHIFT_JOURNAL"
                                       " WHERE TARGET = 'application'"));
      test::Program program(victim.apply({"--sleep", "60"}), victim.log());
      const char* const chunks =
          "SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID = 2 AND UNDO_STATE IS NULL";
      for (int i = 0; i < 500 && victim.number(chunks) == 0; ++i) std::this_thread::sleep_for(10ms);
      // Rows that were planned, and are not reached yet.
      victim.sql("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'Neighbour' WHERE ID = " +
                 last_type);
      victim.sql("UPDATE AM_APPLICATION SET TOKEN_TYPE = 'NEIGHBOUR' WHERE APPLICATION_ID = " +
                 last_application);
      REQUIRE_MESSAGE(program.wait() == 4, test::slurp(victim.log()));
      const std::string said = test::slurp(victim.log());
      CHECK(said.find("left 2 rows that had changed meanwhile") != std::string::npos);
      CHECK(said.find("IDN_OIDC_PROPERTY.PROPERTY_VALUE where ID = " + last_type) !=
            std::string::npos);
      CHECK(said.find("AM_APPLICATION.TOKEN_TYPE where APPLICATION_ID = " + last_application) !=
            std::string::npos);
      CHECK(victim.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE ="
                          " 'Neighbour'") == 1);
      CHECK(victim.number("SELECT COUNT(*) FROM AM_APPLICATION WHERE TOKEN_TYPE = 'NEIGHBOUR'") ==
            1);
      CHECK(victim.number(chunks) == victim.journaled() - 2);
      // Undo gives back what was ours and nothing else.
      CHECK(victim.finish(victim.undo()) == 0);
      CHECK(victim.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE ="
                          " 'Neighbour'") == 1);
    });
  }

  TEST_CASE("SIGTERM ends a run after its chunk with 7, and the same command goes on") {
    test::on_each_engine([](const Engine& engine) {
      const Victim victim({.url = engine.fresh_url()});
      test::Program program(victim.apply({"--sleep", "50"}), victim.log());
      std::this_thread::sleep_for(victim.took() + 50ms);
      program.kill(SIGTERM);
      const int status = program.wait();
      CHECK((status == 7 || status == -SIGTERM));
      CHECK(victim.finish(victim.apply()) == 0);
      CHECK(test::difference(victim.after(), victim.rows()) == "");
    });
  }

  TEST_CASE("who may only read can look at everything, and is told what apply wants") {
    on_servers([](const Engine& engine) {
      test::Server& server = server_of(engine);
      const std::string database = server.fresh_database();
      Victim victim({.url = server.url(database)});
      const bool postgresql = engine.name == "postgresql";
      server.sql(database, postgresql ? "CREATE ROLE looker LOGIN;"
                                        " GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker"
                                      : fmt::format("CREATE USER looker@localhost;"
                                                    " GRANT SELECT ON {}.* TO looker@localhost",
                                                    database));
      std::string url = server.url(database);
      const std::string_view owner = postgresql ? "postgres@" : "root@";
      victim.reach_by(url.replace(url.find(owner), owner.size(), "looker@"));
      for (const char* const command : {"plan", "list", "verify"}) {
        CAPTURE(command);
        const int status = victim.finish(victim.on_it({"apps", command}));
        CHECK((status == 0 || (status == 1 && std::string_view(command) == "verify")));
      }
      CHECK(victim.finish(victim.on_it({"status"})) == 0);
      CHECK(victim.finish(victim.apply()) == 6);
      const std::string said = test::slurp(victim.log());
      CHECK(said.find("grant") != std::string::npos);
      CHECK(said.find("looker") != std::string::npos);
      CHECK(test::difference(victim.before(), victim.rows()) == "");
      server.sql(database, postgresql ? "DROP OWNED BY looker; DROP ROLE looker"
                                      : "DROP USER looker@localhost");
    });
  }

  TEST_CASE("a server whose space ends in the middle of a run loses nothing, and may go on later") {
    on_servers([](const Engine& engine) {
      constexpr unsigned long largest = 32UL << 20U;
      const auto server = test::new_server(engine.name, largest);
      const Victim victim({.url = server->url(server->fresh_database())});
      const bool postgresql = engine.name == "postgresql";
      // Nobody is to find room in rows that were taken back.
      if (postgresql) victim.sql("ALTER TABLE TOKENSHIFT_JOURNAL SET (autovacuum_enabled = false)");
      const std::string_view series =
          postgresql ? "GENERATE_SERIES(1, {}) AS S (N)" : "(SELECT seq AS N FROM seq_1_to_{}) S";
      fill_journal(victim, 1, series);
      // What large transactions took meanwhile is given back at a start.
      server->stop();
      server->start();
      fill_journal(victim, 2, series);
      CHECK(victim.finish(victim.apply()) == 6);
      const std::string said = test::slurp(victim.log());
      CAPTURE(said);
      CHECK(said.find("hint: ") != std::string::npos);
      server->stop();
      server->limit_files(0);
      server->start();
      CHECK(victim.number("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID = 2") <
            victim.journaled());
      CHECK(victim.finish(victim.apply()) == 0);
      CHECK(test::difference(victim.after(), victim.rows()) == "");
      CHECK(victim.number("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID = 2") ==
            victim.journaled());
      CHECK(victim.finish(victim.undo()) == 0);
      CHECK(test::difference(victim.before(), victim.rows()) == "");
    });
  }
}
