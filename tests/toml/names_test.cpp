// SPDX-License-Identifier: Apache-2.0
#include "toml/support.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

TEST_CASE("a key is written with quotes only where it needs them, and read back the same") {
  for (const toml::KeyPath& path :
       std::vector<toml::KeyPath>{{"oauth", "token_persistence", "enable"},
                                  {"header.X-KEY", "a b"},
                                  {"", "1"},
                                  {"tab\t\"\\", "\xC3\xA9"}}) {
    CHECK(toml::parse_key(toml::to_string(path)) == path);
  }
  CHECK(toml::to_string(toml::KeyPath{"a", "b-c_1"}) == "a.b-c_1");
  CHECK(toml::to_string(toml::KeyPath{"a", "header.X"}) == "a.\"header.X\"");
}

TEST_CASE("people may put spaces around dots and either kind of quotes") {
  CHECK(toml::parse_key(" a . 'b.c' . \"d\\u0041\" ") == toml::KeyPath{"a", "b.c", "dA"});
}

TEST_CASE("what is no key is a usage error") {
  for (const std::string_view text :
       {"", ".", "a.", "a..b", "a b", "a=", "\"a", "a # b", "a\nb", "[a]", "\"\\q\""}) {
    CAPTURE(text);
    CHECK(error_of([text] { toml::parse_key(text); }) == ErrorKind::usage);
  }
}

}  // namespace tokenshift::test
