// SPDX-License-Identifier: Apache-2.0
//
// The inputs that the fuzzers start from, and what they once found, in each run of the tests.
#include "fuzz/checks.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace tokenshift::test {
namespace {

namespace fs = std::filesystem;

void replay(const char* target, void (*check)(std::string_view)) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(FUZZ_CORPUS) / target)) {
    CAPTURE(entry.path().filename().string());
    const std::string bytes = slurp(entry.path());
    CHECK_NOTHROW(check(bytes));
    ++count;
  }
  CHECK(count > 40);
}

}  // namespace

TEST_CASE("the fuzzers' corpus of documents: read and kept, or refused") {
  replay("parse", fuzz::check_parse);
}

TEST_CASE("the fuzzers' corpus of edits: the key is set and nothing else changes") {
  replay("edit", fuzz::check_edit);
}

}  // namespace tokenshift::test
