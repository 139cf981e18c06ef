// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/time.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace tokenshift {
namespace {

using std::chrono::milliseconds;

TEST_CASE("a time is written in both forms") {
  const Time time{milliseconds{1'776'939'480'123}};
  CHECK(to_rfc3339(time) == "2026-04-23T10:18:00Z");
  CHECK(to_sql_timestamp(time) == "2026-04-23 10:18:00.123");
}

TEST_CASE("a time before 1970 is written as well") {
  CHECK(to_sql_timestamp(Time{milliseconds{-1}}) == "1969-12-31 23:59:59.999");
}

TEST_CASE("all accepted spellings of a time are read") {
  const Time minute{milliseconds{1'776'939'480'000}};
  CHECK(parse_time("2026-04-23T10:18:00Z") == minute);
  CHECK(parse_time("2026-04-23 10:18:00") == minute);
  CHECK(parse_time("2026-04-23t10:18:00z") == minute);
  CHECK(parse_time("2026-04-23 10:18:00.123") == minute + milliseconds{123});
  CHECK(parse_time("2026-04-23 10:18:00.1") == minute + milliseconds{100});
  CHECK(parse_time("2026-04-23 10:18:00.1239999") == minute + milliseconds{123});
  CHECK(parse_time("2026-04-23") == Time{std::chrono::sys_days{std::chrono::year{2026} / 4 / 23}});
  CHECK(parse_time("2024-02-29").has_value());
}

TEST_CASE("what is no time, or one of another zone, is not read") {
  for (const auto* text :
       {"", "2026", "2026-04", "2026-4-23", "2026-13-01", "2026-02-29", "2026-04-23T",
        "2026-04-23T10", "2026-04-23T24:00:00Z", "2026-04-23T10:60:00Z", "2026-04-23T10:18:61Z",
        "2026-04-23T10:18:00+02:00", "2026-04-23T10:18:00Zx", "2026-04-23T-1:18:00Z", "-026-04-23",
        "2026-04-23T10:18:00.Z", "2026-04-23Z"}) {
    CHECK_MESSAGE(!parse_time(text), text);
  }
}

TEST_CASE("what is written is read back") {
  for (const std::int64_t ms : {0LL, 1LL, 1'776'939'480'123LL, 253'402'300'799'999LL}) {
    const Time time{milliseconds{ms}};
    CHECK(parse_time(to_sql_timestamp(time)) == time);
  }
}

TEST_CASE("a duration is told in its two largest units") {
  using namespace std::chrono_literals;
  CHECK(in_words(0ms) == "0 s");
  CHECK(in_words(999ms) == "0 s");
  CHECK(in_words(45s) == "45 s");
  CHECK(in_words(14min) == "14 min");
  CHECK(in_words(2h + 5min + 9s) == "2 h 5 min");
  CHECK(in_words(76h) == "3 d 4 h");
  CHECK(in_words(72h + 5min) == "3 d");
  CHECK(in_words(-90s) == "1 min 30 s");
}

}  // namespace
}  // namespace tokenshift
