// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/finding.hpp"

#include <doctest/doctest.h>

namespace tokenshift {
namespace {

TEST_CASE("a location is path, line and column, or the path alone") {
  CHECK(to_string(Location{"conf/deployment.toml", 12, 3, 240}) == "conf/deployment.toml:12:3");
  CHECK(to_string(Location{"deployment.toml", 0, 0, 0}) == "deployment.toml");
}

TEST_CASE("each severity has its name") {
  CHECK(to_string(Severity::note) == "note");
  CHECK(to_string(Severity::warning) == "warning");
  CHECK(to_string(Severity::error) == "error");
}

}  // namespace
}  // namespace tokenshift
