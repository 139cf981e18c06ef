// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/version.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace tokenshift {

TEST_CASE("the version has three numbers") {
  CHECK(std::ranges::count(program_version(), '.') == 2);
  CHECK(program_version().find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace tokenshift
