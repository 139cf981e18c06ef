// SPDX-License-Identifier: Apache-2.0
//
// The same for tokens, keys and key stores.
#include "fuzz/checks.hpp"
#include "support/replay.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

TEST_CASE("the fuzzers' corpus of tokens: only what was signed verifies") {
  replay("jws", fuzz::check_jws, 20);
}

TEST_CASE("the fuzzers' corpus of key sets: keys that can be written again, or refused") {
  replay("jwks", fuzz::check_jwks, 10);
}

TEST_CASE("the fuzzers' corpus of pasted texts: every token gives itself again") {
  replay("pasted", fuzz::check_pasted, 12);
}

TEST_CASE("the fuzzers' corpus of key stores: entries that are found, or refused") {
  replay("jks", fuzz::check_jks, 6);
  replay("pkcs12", fuzz::check_pkcs12, 6);
}

}  // namespace tokenshift::test
