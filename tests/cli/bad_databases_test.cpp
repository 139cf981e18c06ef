// SPDX-License-Identifier: Apache-2.0
// Databases that are not as they should be: each is one error of the table of exit codes with a
// hint, and no password is ever told.
#include "tokenshift/lab/lab.hpp"

#include "support/practice.hpp"
#include "support/program.hpp"
#include "support/servers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>

using namespace tokenshift;
using test::Engine;

namespace {

constexpr const char* password = "wrong-secret-42";

test::Server& server_of(const Engine& engine) {
  return engine.name == "postgresql" ? test::postgresql() : test::mariadb();
}

// What is done to a practice deployment, and how `apps plan` and `apps apply` take it.
struct Bad {
  const char* what;
  const char* statements;
  int status;
  const char* told;
};

constexpr Bad bad_tables[] = {
    {"a missing table", "DROP TABLE AM_SYSTEM_APPS", 3, "AM_SYSTEM_APPS"},
    {"a missing column", "ALTER TABLE SP_APP DROP COLUMN IS_USE_USER_DOMAIN_SUBJECT", 3,
     "IS_USE_USER_DOMAIN_SUBJECT"},
    {"a view instead of a table",
     "CREATE TABLE ELSEWHERE AS SELECT * FROM AM_SYSTEM_APPS; DROP TABLE AM_SYSTEM_APPS;"
     " CREATE VIEW AM_SYSTEM_APPS AS SELECT * FROM ELSEWHERE",
     3, "AM_SYSTEM_APPS"},
    {"a database older than the feature", "DROP TABLE IDN_INVALID_TOKENS", 4, "IDN_INVALID_TOKENS"},
    {"a practice deployment that was not finished", "DELETE FROM TOKENSHIFT_LAB", 4,
     "was not finished"},
};

void on_servers(const std::function<void(const Engine&)>& run) {
  test::on_each_engine([&](const Engine& engine) {
    if (engine.name == "postgresql" || engine.name == "mariadb") run(engine);
  });
}

}  // namespace

TEST_SUITE("engines: bad databases") {
  TEST_CASE("tables that are not as they should be are named, before anything is written") {
    test::on_each_engine([](const Engine& engine) {
      for (const Bad& bad : bad_tables) {
        CAPTURE(bad.what);
        const std::string url = engine.fresh_url();
        lab::create({.destination = lab::Destination{.address = {.url = url}},
                     .clients = lab::fewest_clients,
                     .now = test::test_now()});
        db::open(url, db::Access::write)->execute(bad.statements);
        for (const char* const command : {"plan", "apply"}) {
          const auto ran = test::run_cli({"apps", command, "--db", url, "--apim-version", "4.6.0"});
          CHECK(ran.status == bad.status);
          CHECK(ran.err.find(bad.told) != std::string::npos);
          CHECK(ran.err.find("hint: ") != std::string::npos);
        }
        CHECK(db::open(url, db::Access::read)->columns("TOKENSHIFT_RUN").empty());
      }
    });
  }

  TEST_CASE("a wrong password, a database that is not there, and a port that nobody listens on") {
    on_servers([](const Engine& engine) {
      test::Server& server = server_of(engine);
      const test::TempDir folder;
      const std::string file = folder.write("pw", std::string(password) + "\n").string();
      const std::string database = server.fresh_database();
      const std::string url = server.tcp_url(database);
      std::string nowhere = url;
      const std::string port = fmt::format(":{}/", server.port());
      nowhere.replace(nowhere.find(port), port.size(), ":1/");
      for (const std::string& bad :
           {url, server.tcp_url("nobody_made_this"), nowhere, url + "?sslmode=sometimes"}) {
        CAPTURE(bad);
        for (const std::vector<std::string>& words :
             {std::vector<std::string>{"status"}, {"apps", "plan"}, {"lab", "create"}}) {
          auto all = words;
          for (const std::string& word :
               {std::string("--db"), bad, std::string("--password-file"), file,
                std::string("--apim-version"), std::string("4.6.0")}) {
            all.push_back(word);
          }
          const auto ran = test::run_cli(all);
          CHECK((ran.status == 6 || ran.status == 2));
          CHECK(ran.err.find("hint: ") != std::string::npos);
          CHECK((ran.out + ran.err).find(password) == std::string::npos);
        }
      }
    });
  }

  TEST_CASE("a database of H2 that is held, locked by a password, or of another format") {
    test::on_each_engine([](const Engine& engine) {
      if (engine.name != "h2") return;
      const std::string url = engine.fresh_url();
      lab::create({.destination = lab::Destination{.address = {.url = url}},
                   .clients = lab::fewest_clients,
                   .now = test::test_now()});
      const auto refused = [](const std::string& bad, int status, std::string_view told,
                              const std::vector<std::string>& more = {}) {
        for (const char* const command : {"plan", "apply"}) {
          std::vector<std::string> words{"apps", command, "--db", bad, "--apim-version", "4.6.0"};
          words.insert(words.end(), more.begin(), more.end());
          const auto ran = test::run_cli(words);
          CAPTURE(ran.err);
          CHECK(ran.status == status);
          CHECK(ran.err.find(told) != std::string::npos);
          CHECK(ran.err.find("hint: ") != std::string::npos);
          CHECK((ran.out + ran.err).find(password) == std::string::npos);
        }
      };
      const test::TempDir folder;
      const std::string file = folder.write("pw", std::string(password) + "\n").string();
      refused(url, 6, "wrong user name or password", {"--password-file", file});
      {
        const auto holder = db::open(url, db::Access::write);  // as a server has it
        refused(url, 6, "holds");
      }
      // Another format: the header of the file says which, in each of its two copies.
      const std::string path = url.substr(url.find(':') + 1) + ".mv.db";
      std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
      for (const std::streamoff copy : {0, 4096}) {
        std::string block(4096, '\0');
        bytes.seekg(copy).read(block.data(), 4096);
        const std::size_t at = block.find("format:2");
        REQUIRE(at != std::string::npos);
        bytes.seekp(copy + static_cast<std::streamoff>(at)).write("format:3", 8);
      }
      bytes.close();
      refused(url, 3, "file format 3");
    });
  }

  TEST_CASE("a server without space ends a run with an error, and nothing half-made looks whole") {
    on_servers([](const Engine& engine) {
      // Enough for the server's own files, and not for the tables.
      constexpr unsigned long largest = 24UL << 20U;
      const auto server = test::new_server(engine.name, largest);
      const std::string url = server->url(server->fresh_database());
      const auto ran = test::run_cli({"lab", "create", "--db", url, "--clients", "200000"});
      CAPTURE(ran.err);
      CHECK(ran.status == 6);
      CHECK(ran.err.find("hint: ") != std::string::npos);
      const auto status = test::run_cli({"status", "--db", url, "--apim-version", "4.6.0"});
      CHECK(status.status != 0);
    });
  }
}
