// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/uuid.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;

TEST_CASE("random bytes become a UUID of version 4, whatever they are") {
  std::array<std::uint8_t, 16> bytes{};
  CHECK(uuid_v4(bytes) == "00000000-0000-4000-8000-000000000000");
  bytes.fill(0xff);
  CHECK(uuid_v4(bytes) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes.at(i) = static_cast<std::uint8_t>(i * 17);
  CHECK(uuid_v4(bytes) == "00112233-4455-4677-8899-aabbccddeeff");
}

TEST_CASE("a UUID is told from what is none") {
  CHECK(is_uuid("a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6c"));
  CHECK(is_uuid("A7D1C0DE-7E57-4C3B-8F5A-1D2E3F4A5B6C"));
  for (const char* text :
       {"", "alice", "a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6", "a7d1c0de7e574c3b8f5a1d2e3f4a5b6c",
        "a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6g", "a7d1c0de-7e57-4c3b-8f5a_1d2e3f4a5b6c",
        "{a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6}"}) {
    CAPTURE(text);
    CHECK_FALSE(is_uuid(text));
  }
}
