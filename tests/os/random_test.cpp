// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

using namespace tokenshift;

TEST_CASE("random bytes fill what they are asked for, and differ each time") {
  std::set<std::vector<std::uint8_t>> seen;
  for (int i = 0; i < 100; ++i) {
    std::vector<std::uint8_t> bytes(16);
    os::random_bytes(bytes);
    CHECK(seen.insert(bytes).second);
  }
  std::vector<std::uint8_t> many(100'000);
  os::random_bytes(many);
  CHECK(std::ranges::count(many, 0) < 1000);  // about 390
}
