// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/digest.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace tokenshift::crypto {
namespace {

// The examples of FIPS 180-4, as NIST publishes them.
TEST_CASE("SHA-256 gives the digests of the standard's examples") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("the pieces do not matter, only the bytes, and a digest can be moved") {
  Sha256 first;
  first.add("a");
  Sha256 second = std::move(first);
  second.add("");
  second.add("bc");
  CHECK(second.hex() == sha256_hex("abc"));
}

TEST_CASE("bytes that are zero count") {
  CHECK(sha256_hex(std::string(1, '\0')) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

}  // namespace
}  // namespace tokenshift::crypto
