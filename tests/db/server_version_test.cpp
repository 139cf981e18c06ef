// SPDX-License-Identifier: Apache-2.0
// No server that is too old can be had from Debian 12: what is checked here is what is made of the
// words that such servers answer with.
#include "../../src/db/server_version.hpp"

#include "support/errors.hpp"

#include <doctest/doctest.h>

namespace tokenshift::db {
namespace {

struct Answer {
  const char* text;  // of SELECT VERSION()
  bool mariadb;
  int major;
  int minor;
  bool good;
};

constexpr Answer answers[] = {
    {"5.6.51", false, 5, 6, false},
    {"5.7.44-log", false, 5, 7, true},
    {"8.0.36-0ubuntu0.22.04.1", false, 8, 0, true},
    {"8.4.0", false, 8, 4, true},
    {"5.5.68-MariaDB", true, 5, 5, false},
    {"5.5.5-10.2.44-MariaDB-1:10.2.44+maria~bionic", true, 10, 2, false},
    {"10.3.39-MariaDB-0ubuntu0.20.04.2", true, 10, 3, true},
    {"5.5.5-10.11.6-MariaDB-0+deb12u1", true, 10, 11, true},
    {"11.4.2-MariaDB-ubu2404-log", true, 11, 4, true},
    {"", false, 0, 0, false},
};

}  // namespace

TEST_CASE("MySQL and MariaDB are told apart and refused below 5.7 and 10.3") {
  for (const Answer& answer : answers) {
    CAPTURE(answer.text);
    const ServerVersion version = read_mysql_version(answer.text);
    CHECK(version.mariadb == answer.mariadb);
    CHECK(version.major == answer.major);
    CHECK(version.minor == answer.minor);
    if (answer.good) {
      CHECK_NOTHROW(require_mysql_version(version, "mysql://h/d"));
      continue;
    }
    const Error error = test::error_of([&] { require_mysql_version(version, "mysql://h/d"); });
    CHECK(error.kind() == ErrorKind::environment);
    CHECK(std::string(error.what()).find("too old") != std::string::npos);
  }
}

TEST_CASE("PostgreSQL is refused below 12") {
  for (const std::int64_t good : {120'000, 120'018, 150'005, 170'000}) {
    CHECK_NOTHROW(require_postgresql_version(good, "postgresql://h/d"));
  }
  for (const std::int64_t old : {90'624, 110'022, 119'999, 0}) {
    const Error error =
        test::error_of([&] { require_postgresql_version(old, "postgresql://h/d"); });
    CHECK(error.kind() == ErrorKind::environment);
    CHECK(error.hint().find("upgrade") != std::string::npos);
  }
}

}  // namespace tokenshift::db
