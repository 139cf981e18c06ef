// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/base64url.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tokenshift::crypto::test {

TEST_CASE("base64url: the example of RFC 7515, appendix C") {
  CHECK(to_base64url("\x03\xec\xff\xe0\xc1") == "A-z_4ME");
  CHECK(from_base64url("A-z_4ME") == "\x03\xec\xff\xe0\xc1");
}

TEST_CASE("base64url: bytes of all lengths come back") {
  std::string bytes;
  for (int length = 0; length < 300; ++length) {
    CAPTURE(length);
    const std::string text = to_base64url(bytes);
    CHECK(text.find_first_of("+/=") == std::string::npos);
    CHECK(from_base64url(text) == bytes);
    CHECK(from_base64(to_base64(bytes)) == bytes);
    bytes += static_cast<char>(length * 7 + 250);
  }
}

TEST_CASE("base64url: a second spelling of the same bytes is refused") {
  CHECK(from_base64url("QQ") == "A");
  for (const char* other : {"QR", "QQ==", "Q Q", "QQ\n", "QUFBQ", "Q", "QQ.", "Q+", "Q/8",
                            "\xc3\xa4"
                            "AA"}) {
    CAPTURE(other);
    CHECK_FALSE(from_base64url(other).has_value());
  }
  CHECK_FALSE(from_base64url("QUF").has_value());  // the last two bits are set
  CHECK(from_base64url("QUE") == "AA");
}

TEST_CASE("base64: padding has to be right, white space may be anywhere") {
  CHECK(from_base64("QU\r\nE=") == "AA");
  CHECK(from_base64("+/8=") == "\xfb\xff");
  for (const char* wrong : {"QUE", "QU=E", "QQ=", "QQ===", "-_8=", "Q"}) {
    CAPTURE(wrong);
    CHECK_FALSE(from_base64(wrong).has_value());
  }
}

}  // namespace tokenshift::crypto::test
