// SPDX-License-Identifier: Apache-2.0
// The table that the conformance cases work on.
#pragma once

#include "tokenshift/db/backend.hpp"

#include "support/servers.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tokenshift::db {

// Runs the case on each kind of database, with a table THING in it.
template <class Case>
void on_each(Case run) {
  test::on_each_engine([&](const test::Engine& engine) {
    const std::string url = engine.fresh_url();
    open(url, Access::create)
        ->execute(
            "CREATE TABLE THING (ID INTEGER NOT NULL PRIMARY KEY, NUMBER BIGINT, NAME "
            "VARCHAR(255))");
    run(url);
  });
}

inline void insert(Connection& connection, std::int64_t id, Parameter number, Parameter name) {
  CHECK(connection.prepare("INSERT INTO THING VALUES (?, ?, ?)")->run({id, number, name}) == 1);
}

inline std::int64_t count(Connection& connection) {
  const auto rows = connection.prepare("SELECT COUNT(*) FROM THING");
  REQUIRE(rows->next());
  return rows->integer(0);
}

// H2 opens a file for one process alone.
inline bool lets_one_in(const std::string& url) { return url.starts_with("h2:"); }

}  // namespace tokenshift::db
