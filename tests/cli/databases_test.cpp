// SPDX-License-Identifier: Apache-2.0
// How commands reach the databases of servers, and what they say when they do not.
#include "support/practice.hpp"
#include "support/servers.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace tokenshift;
using test::Ran;
using test::run_cli;
using test::Server;
using test::TempDir;

namespace {

template <class Case>
void on_each_server(Case run) {
  for (const test::Engine& engine : test::engines()) {
    if (engine.name == "sqlite") continue;
    CAPTURE(engine.name);
    run(engine.name == "postgresql" ? test::postgresql() : test::mariadb());
  }
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a password in --db is refused with the way to do it right, and not repeated") {
  for (const char* url : {"postgresql://u:canary@h/d", "mysql://u:canary@h/d",
                          "jdbc:mysql://h/d?user=u&password=canary"}) {
    CAPTURE(url);
    const Ran ran = run_cli({"apps", "plan", "--db", url});
    CHECK(ran.status == 2);
    CHECK(has(ran.err, "--password-file"));
    CHECK_FALSE(has(ran.out + ran.err, "canary"));
  }
}

TEST_CASE("a password comes from one place, and is not empty") {
  const TempDir folder;
  const std::string file = folder.write("empty", "\n").string();
  CHECK(run_cli({"apps", "plan", "--db", "mysql://u@h/d", "--password-file", file}).status == 2);
  CHECK(run_cli(
            {"apps", "plan", "--db", "mysql://u@h/d", "--password-file", file, "--password-stdin"})
            .status == 2);
  CHECK(run_cli({"apps", "plan", "--db", "mysql://u@h/d", "--password-file", "/no/such/file"})
            .status == 6);
  CHECK(run_cli({"apps", "plan", "--db", "mysql://u@h/d", "--password-fd", "4000"}).status == 6);
  CHECK(run_cli({"apps", "plan", "--db", "mysql://u@h/d", "--lock-timeout", "0"}).status == 2);
}

TEST_SUITE_BEGIN("engines: cli");

TEST_CASE("commands tell a wrong password, a missing database and a foreign one apart") {
  on_each_server([](Server& server) {
    const TempDir folder;
    const std::string right = folder.write("right", "test-password\n").string();
    const std::string wrong = folder.write("wrong", "canary\n").string();
    const std::string url = server.tcp_url(server.fresh_database());
    const Ran refused = run_cli({"apps", "plan", "--db", url, "--password-file", wrong});
    CHECK(refused.status == 6);
    CHECK_FALSE(has(refused.out + refused.err, "canary"));
    const Ran empty = run_cli({"apps", "plan", "--db", url, "--password-file", right});
    CHECK(empty.status == 3);
    CHECK(has(empty.err, "not an API-M database"));
    const Ran missing = run_cli(
        {"apps", "plan", "--db", server.tcp_url("no_such_database"), "--password-file", right});
    CHECK(missing.status == 6);
    const Ran typed =
        run_cli({"apps", "plan", "--db", url, "--password-stdin"}, false, "test-password\n");
    CHECK(typed.status == 3);
  });
}

TEST_CASE("a password that deployment.toml has as $secret{} is asked for on a terminal") {
  on_each_server([](Server& server) {
    const TempDir folder;
    const std::string toml =
        folder
            .write("deployment.toml",
                   fmt::format("[database.apim_db]\nurl = \"{}\"\nusername = \"tester\"\n"
                               "password = \"$secret{{apim_db}}\"\n",
                               server.jdbc_url(server.fresh_database())))
            .string();
    const std::vector<std::string> command{"apps", "plan",           "--deployment-toml",
                                           toml,   "--apim-version", "4.6.0"};
    const Ran blind = run_cli(command);
    CHECK(blind.status == 2);
    CHECK(has(blind.err, "$secret{}"));
    const Ran asked = run_cli(command, true, "test-password\n");
    CHECK(asked.status == 3);  // an empty database: it got in
    CHECK(has(asked.err, "Password for"));
    CHECK_FALSE(has(asked.err, "test-password"));
    CHECK(run_cli(command, true, "canary\n").status == 6);
  });
}

TEST_SUITE_END();
