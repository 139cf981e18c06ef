// SPDX-License-Identifier: Apache-2.0
#include "../../src/apps/key_index.hpp"

#include <doctest/doctest.h>

#include <string>

using tokenshift::apps::KeyIndex;

TEST_SUITE("apps: key index") {
  TEST_CASE("each key is found with what was said of it, and no other key is") {
    KeyIndex index(*tokenshift::db::find_dialect("sqlite"));
    for (int i = 1; i <= 10'000; ++i) {
      index.add("key" + std::to_string(i * 7 % 10'007), {.id = i, .oauth1 = i % 3 == 0});
    }
    index.finish();
    for (int i = 1; i <= 10'000; ++i) {
      const auto entry = index.find("key" + std::to_string(i * 7 % 10'007));
      REQUIRE(entry.id == i);
      REQUIRE(entry.oauth1 == (i % 3 == 0));
    }
    CHECK(index.find("key0").id == 0);
    CHECK(index.find("").id == 0);
    CHECK(index.find("Key7").id == 0);
  }

  TEST_CASE("of a key that is there twice the smaller id is told") {
    KeyIndex index(*tokenshift::db::find_dialect("sqlite"));
    index.add("twice", {.id = 9, .oauth1 = true});
    index.add("twice", {.id = 4});
    index.add("twice", {.id = 7});
    index.finish();
    CHECK(index.find("twice").id == 4);
    CHECK_FALSE(index.find("twice").oauth1);
  }

  TEST_CASE("nothing is found in an index without keys") {
    KeyIndex index(*tokenshift::db::find_dialect("sqlite"));
    index.finish();
    CHECK(index.find("key").id == 0);
  }
}
