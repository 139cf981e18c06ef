// SPDX-License-Identifier: Apache-2.0
#include "support/replay.hpp"

#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace tokenshift::test {

namespace fs = std::filesystem;

void replay(const char* target, void (*check)(std::string_view), std::size_t at_least) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(FUZZ_CORPUS) / target)) {
    CAPTURE(entry.path().filename().string());
    const std::string bytes = slurp(entry.path());
    CHECK_NOTHROW(check(bytes));
    ++count;
  }
  CHECK(count >= at_least);
}

}  // namespace tokenshift::test
