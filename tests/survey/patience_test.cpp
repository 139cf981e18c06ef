// SPDX-License-Identifier: Apache-2.0
// Counting in the table of tokens is given up in time where the database can be told to.
#include "tokenshift/lab/lab.hpp"
#include "tokenshift/survey/database.hpp"

#include "support/practice.hpp"
#include "support/servers.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

TEST_SUITE("engines") {
  TEST_CASE("a count that takes too long is given up, said so, and the limit is put back") {
    on_each_engine([](const Engine& engine) {
      if (!engine.server) return;  // a file knows no limit
      const std::string url = engine.fresh_url();
      lab::create({.destination = lab::Destination{.address = {.url = url}},
                   .clients = 40,
                   .now = test_now()});
      const auto database = db::open(db::Address{.url = url}, db::Access::write);
      // A view in the place of the table, which takes its time.
      const bool postgresql = database->dialect().name == "postgresql";
      database->execute("ALTER TABLE IDN_OAUTH2_ACCESS_TOKEN RENAME TO SLOW_TOKENS");
      database->execute(postgresql
                            ? "CREATE VIEW IDN_OAUTH2_ACCESS_TOKEN AS SELECT T.* FROM SLOW_TOKENS T"
                              " CROSS JOIN (SELECT PG_SLEEP(30)) S"
                            : "CREATE VIEW IDN_OAUTH2_ACCESS_TOKEN AS SELECT T.* FROM SLOW_TOKENS T"
                              " WHERE SLEEP(30) = 0");
      const auto catalog = apim::read_catalog(*database);
      const survey::DatabaseFacts facts =
          survey::look_at_database(*database, catalog,
                                   {.now = test_now(),
                                    .patience = std::chrono::milliseconds{200},
                                    .usual_limit = std::chrono::milliseconds{600'000}});
      CHECK_FALSE(facts.live_opaque.value.has_value());
      CHECK(facts.live_opaque.why_not.starts_with("not counted: "));
      CHECK(facts.live_opaque.why_not.ends_with("--count-tokens insists"));
      CHECK(facts.clients.value.has_value());
      // The connection has its own limit again: half a second is no matter.
      CHECK_NOTHROW(database->execute(postgresql ? "SELECT PG_SLEEP(0.5)" : "DO SLEEP(0.5)"));
    });
  }
}

}  // namespace tokenshift::test
