// SPDX-License-Identifier: Apache-2.0
//
// The inputs that the fuzzers start from, and what they once found, in each run of the tests.
#include "fuzz/checks.hpp"
#include "support/replay.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

TEST_CASE("the fuzzers' corpus of documents: read and kept, or refused") {
  replay("parse", fuzz::check_parse, 41);
}

TEST_CASE("the fuzzers' corpus of edits: the key is set and nothing else changes") {
  replay("edit", fuzz::check_edit, 41);
}

}  // namespace tokenshift::test
