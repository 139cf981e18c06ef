// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/pace.hpp"

#include "tokenshift/apps/apply.hpp"

#include <doctest/doctest.h>

using namespace tokenshift::apps;
using std::chrono::milliseconds;

TEST_CASE("the pace follows the time a transaction took, by at most a factor of two") {
  Pace pace;
  CHECK(pace.chunk() == 500);
  pace.took(milliseconds(1));
  CHECK(pace.chunk() == 1000);
  pace.took(milliseconds(100));
  CHECK(pace.chunk() == 1000);
  pace.took(milliseconds(125));
  CHECK(pace.chunk() == 800);
  for (int i = 0; i < 20; ++i) pace.took(milliseconds(60'000));
  CHECK(pace.chunk() == 50);
  for (int i = 0; i < 20; ++i) pace.took(milliseconds(1));
  CHECK(pace.chunk() == max_batch_size);
}

TEST_CASE("the last, smaller transaction does not make the pace leap") {
  Pace pace;
  pace.took(milliseconds(100), 500);
  pace.took(milliseconds(100), 10);
  CHECK(pace.chunk() == 250);
}

TEST_CASE("a batch never has more rows than allowed") {
  Pace pace({.batch_size = 7});
  CHECK(pace.chunk() == 7);
  pace.took(milliseconds(1));
  CHECK(pace.chunk() == 7);
  pace.took(milliseconds(60'000));
  CHECK(pace.chunk() == 7);
}

TEST_CASE("the rest keeps to the rate, and is no shorter than the sleep") {
  Pace rated({.max_rate = 1000});
  rated.took(milliseconds(100), 500);
  CHECK(rated.rest() == milliseconds(400));
  rated.took(milliseconds(900), 500);
  CHECK(rated.rest() == milliseconds(0));
  Pace sleepy({.max_rate = 1000, .sleep = milliseconds(50)});
  sleepy.took(milliseconds(490), 500);
  CHECK(sleepy.rest() == milliseconds(50));
}

TEST_CASE("the times of transactions are told by their share") {
  tokenshift::apps::ChunkTimes times;
  CHECK(times.quantile(0.5).count() == 0);
  for (int i = 100; i >= 1; --i) times.add(milliseconds(i));
  CHECK(times.count() == 100);
  CHECK(times.quantile(0).count() == 1'000);
  CHECK(times.quantile(0.99).count() == 99'000);
  CHECK(times.quantile(1).count() == 100'000);
}
