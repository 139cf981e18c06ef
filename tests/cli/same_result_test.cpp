// SPDX-License-Identifier: Apache-2.0
// A conversion ends with the same rows on every engine: compared with SQLite, row for row.
#include "support/contents.hpp"
#include "support/servers.hpp"
#include "support/victim.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using test::Engine;
using test::Victim;

TEST_SUITE("engines: same result") {
  TEST_CASE("every hard row comes out of apply and undo as on SQLite") {
    const test::TempDir folder;
    const Victim reference({.url = "sqlite:" + (folder / "reference.db").string()}, 400);
    test::on_each_engine([&](const Engine& engine) {
      const Victim victim({.url = engine.fresh_url()}, 400);
      CHECK(test::difference(reference.before(), victim.before()) == "");
      CHECK(test::difference(reference.after(), victim.after()) == "");
      CHECK(victim.journaled() == reference.journaled());
      CHECK(victim.finish(victim.apply()) == 0);
      CHECK(victim.finish(victim.on_it({"apps", "verify"})) == 0);
    });
  }

  TEST_CASE("a MySQL server that sets timestamps by itself keeps the date of every application") {
    test::on_each_engine([&](const Engine& engine) {
      if (engine.name != "mariadb") return;
      const auto server = test::new_server(engine.name);
      server->sql("mysql", "SET GLOBAL explicit_defaults_for_timestamp = OFF");
      const test::TempDir folder;
      const Victim reference({.url = "sqlite:" + (folder / "reference.db").string()}, 100);
      const Victim victim({.url = server->url(server->fresh_database())}, 100);
      CHECK(victim.number("SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE EXTRA LIKE"
                          " '%ON UPDATE%' AND TABLE_SCHEMA = DATABASE()") > 0);
      CHECK(test::difference(reference.after(), victim.after()) == "");
    });
  }
}
