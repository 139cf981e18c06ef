// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>

namespace tokenshift {
namespace {

TEST_CASE("lower case changes ASCII letters only") { CHECK(to_lower("JwT Ä-1") == "jwt Ä-1"); }

TEST_CASE("trimming takes white space off both ends only") {
  CHECK(trimmed(" \t a b\r\n") == "a b");
  CHECK(trimmed(" \n").empty());
  CHECK(trimmed("").empty());
}

TEST_CASE("splitting keeps empty pieces") {
  CHECK(split("a,,b", ',') == std::vector<std::string>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(split(",", ',') == std::vector<std::string>{"", ""});
}

TEST_CASE("what could steer a terminal is made visible, and other text stays") {
  CHECK(printable("Zoë 日本 😀") == "Zoë 日本 😀");
  CHECK(printable("a\x1b[2J\r\n\t\x7f") == "a\\x1b[2J\\x0d\\x0a\\x09\\x7f");
  CHECK(printable("\u202egpj.exe\u2066\u200f") == "\\u202egpj.exe\\u2066\\u200f");
  CHECK(printable("\u009b31m") == "\\x9b31m");
  CHECK(printable(std::string("a\0b", 3)) == "a\\x00b");
}

TEST_CASE("invalid UTF-8 is shown byte by byte") {
  struct Case {
    std::string bytes;
    std::string shown;
  };
  const std::array cases{
      Case{"\xff", "\\xff"},
      Case{"\xc0\x80", "\\xc0\\x80"},                    // overlong
      Case{"\xe0\x80\x80", "\\xe0\\x80\\x80"},           // overlong
      Case{"\xed\xa0\x80", "\\xed\\xa0\\x80"},           // a surrogate
      Case{"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},  // above U+10FFFF
      Case{"\xe2\x82", "\\xe2\\x82"},                    // cut off
      Case{"\xe2(", "\\xe2("},
  };
  for (const Case& c : cases) {
    CHECK(printable(c.bytes) == c.shown);
  }
}

TEST_CASE("code points are counted, each invalid byte as one") {
  CHECK(code_points("") == 0);
  CHECK(code_points("Zoë😀") == 4);
  CHECK(code_points("\xff\xe2\x82") == 3);
}

TEST_CASE("thousands are grouped, also of the smallest and the largest number") {
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(999) == "999");
  CHECK(with_thousands(1000) == "1,000");
  CHECK(with_thousands(-999) == "-999");
  CHECK(with_thousands(-1234567) == "-1,234,567");
  CHECK(with_thousands(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("counted things agree with their number") {
  CHECK(counted(1, "client") == "1 client");
  CHECK(counted(0, "client") == "0 clients");
  CHECK(counted(1000, "entry", "entries") == "1,000 entries");
}

TEST_CASE("the nearest word is found when it is near enough") {
  const std::array<std::string, 3> words{"plan", "apply", "verify"};
  CHECK(nearest("aply", words) == "apply");
  CHECK(nearest("verfiy", words) == "verify");
  CHECK(nearest("plan", words) == "plan");
  CHECK_FALSE(nearest("introspect", words));
}

TEST_CASE("a word without a letter in common is not near, however short") {
  const std::array<std::string, 1> words{"ab"};
  CHECK_FALSE(nearest("x", words));
  CHECK_FALSE(nearest("", words));
}

}  // namespace
}  // namespace tokenshift
