// SPDX-License-Identifier: Apache-2.0
#include "../../src/apps/portions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>
#include <vector>

using namespace tokenshift::apps;

namespace {

Plan plan_of(std::int64_t clients, std::int64_t applications) {
  Plan plan;
  for (std::int64_t i = 0; i < clients; ++i) plan.changes.push_back({.row = i});
  for (std::int64_t i = 0; i < applications; ++i) {
    plan.changes.push_back({.row = i, .target = Target::application});
  }
  return plan;
}

}  // namespace

TEST_SUITE("apps: portions") {
  TEST_CASE("a portion ends where the other database begins, when there are two") {
    const Plan plan = plan_of(10, 5);
    Portions one(plan, false);
    CHECK(one.next(12)->size() == 12);
    Portions two(plan, true);
    CHECK(two.next(12)->to == 10);
    CHECK(two.next(12)->to == 15);
    CHECK_FALSE(two.next(12));
  }

  TEST_CASE("after a stop nothing is handed out, and what is left is told") {
    const Plan plan = plan_of(10, 0);
    Portions portions(plan, false);
    CHECK(portions.next(4));
    portions.stop();
    CHECK_FALSE(portions.next(4));
    CHECK(portions.left());
  }

  TEST_CASE("a plan without changes has no portion") {
    const Plan plan;
    Portions portions(plan, true);
    CHECK_FALSE(portions.next(1));
    CHECK_FALSE(portions.left());
  }

  TEST_CASE("many threads get every change once") {
    const Plan plan = plan_of(30'000, 20'000);
    Portions portions(plan, true);
    std::vector<std::vector<Portion>> got(4);
    {
      std::vector<std::jthread> threads;
      for (auto& mine : got) {
        threads.emplace_back([&] {
          while (const auto portion = portions.next(7)) mine.push_back(*portion);
        });
      }
    }
    std::vector<int> times(plan.changes.size());
    for (const auto& mine : got) {
      for (const Portion& portion : mine) {
        for (auto i = portion.from; i < portion.to; ++i) ++times[static_cast<std::size_t>(i)];
      }
    }
    CHECK(std::ranges::count(times, 1) == std::ssize(times));
    CHECK_FALSE(portions.left());
  }
}
