// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/exit_code.hpp"

#include "tokenshift/base/error.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace tokenshift {
namespace {

TEST_CASE("exit codes ascend, and no code or name stands twice") {
  std::set<std::string_view> names;
  int former = -1;
  for (const ExitCode& row : exit_codes()) {
    CHECK(row.code > former);
    CHECK_MESSAGE(names.insert(row.name).second, row.name);
    CHECK_FALSE(row.meaning.empty());
    former = row.code;
  }
}

TEST_CASE("every kind of error has an exit code") {
  for (const ErrorKind kind : {ErrorKind::usage, ErrorKind::input, ErrorKind::refused,
                               ErrorKind::locked, ErrorKind::environment, ErrorKind::interrupted,
                               ErrorKind::unconfirmed, ErrorKind::internal}) {
    CHECK(std::ranges::count(exit_codes(), static_cast<int>(kind), &ExitCode::code) == 1);
  }
}

}  // namespace
}  // namespace tokenshift
