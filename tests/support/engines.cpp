// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"

#include "support/servers.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tokenshift::test {
namespace {

bool wanted(std::string_view engine) {
  const char* names = std::getenv("TOKENSHIFT_TEST_ENGINES");
  if (names == nullptr) return true;
  const auto all = split(names, ' ');
  return std::ranges::find(all, engine) != all.end();
}

}  // namespace

std::vector<Engine> engines() {
  std::vector<Engine> all;
  if (wanted("sqlite")) {
    all.push_back({"sqlite", false, [] {
                     static const TempDir folder;
                     static int files = 0;
                     return fmt::format("sqlite:{}/test_{}.db", folder.path().string(), ++files);
                   }});
  }
  if (wanted("postgresql")) {
    all.push_back(
        {"postgresql", true, [] { return postgresql().url(postgresql().fresh_database()); }});
  }
  if (wanted("mariadb")) {
    all.push_back({"mariadb", true, [] { return mariadb().url(mariadb().fresh_database()); }});
  }
  if (wanted("h2")) {
    all.push_back({"h2", false, [] {
                     static const TempDir folder;
                     static int files = 0;
                     return fmt::format("h2:{}/test_{}", folder.path().string(), ++files);
                   }});
  }
  return all;
}

void on_each_engine(const std::function<void(const Engine&)>& run) {
  for (const Engine& engine : engines()) {
    CAPTURE(engine.name);
    run(engine);
  }
}

}  // namespace tokenshift::test
