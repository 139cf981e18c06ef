// SPDX-License-Identifier: Apache-2.0
#include "toml/support.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

TEST_CASE("the field of the selected element is replaced where it stands") {
  CHECK(with_issuer("[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"old\" # c\n") ==
        "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = " + issuer + " # c\n");
  CHECK(
      with_issuer("[oauth.extensions]\ntoken_types = [ { name = \"JWT\", issuer = \"old\" } ]\n") ==
      "[oauth.extensions]\ntoken_types = [ { name = \"JWT\", issuer = " + issuer + " } ]\n");
}

TEST_CASE("an element without the field gets it") {
  CHECK(with_issuer("[[oauth.extensions.token_types]]\n  name=\"JWT\"\n[x]\n") ==
        "[[oauth.extensions.token_types]]\n  name=\"JWT\"\n  issuer=" + issuer + "\n[x]\n");
  CHECK(with_issuer("[oauth.extensions]\ntoken_types = [{name=\"JWT\"}]\n") ==
        "[oauth.extensions]\ntoken_types = [{name=\"JWT\", issuer=" + issuer + "}]\n");
}

TEST_CASE("of two elements selected alike the last counts") {
  const std::string first = "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"a\"\n";
  const std::string right =
      "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = " + issuer + "\n";
  CHECK(with_issuer(first + first) == first + right);
  CHECK(with_issuer(first + right) == first + right);
  CHECK(with_issuer(right + first) == right + right);
}

TEST_CASE("an array without such an element gets one behind its last, in its own form") {
  const std::string element = "{ name = \"JWT\", issuer = " + issuer + " }";
  CHECK(with_issuer("[[oauth.extensions.token_types]]\nname=\"jwt\"\n[oauth.extensions.token_types."
                    "p]\nx=1\n\n[z]\n") ==
        "[[oauth.extensions.token_types]]\nname=\"jwt\"\n[oauth.extensions.token_types.p]\nx=1\n\n"
        "[[oauth.extensions.token_types]]\nname=\"JWT\"\nissuer=" +
            issuer + "\n\n[z]\n");
  CHECK(with_issuer("[oauth.extensions]\ntoken_types = [ { name = \"Default\" } ] # c\n") ==
        "[oauth.extensions]\ntoken_types = [ { name = \"Default\" }, " + element + " ] # c\n");
  CHECK(with_issuer("[oauth.extensions]\ntoken_types = [{ name = \"Default\" },]\n") ==
        "[oauth.extensions]\ntoken_types = [{ name = \"Default\" }, " + element + "]\n");
  CHECK(with_issuer("[oauth.extensions]\ntoken_types = [\n  { name = \"Default\" } # c\n]\n") ==
        "[oauth.extensions]\ntoken_types = [\n  { name = \"Default\" }, # c\n  " + element +
            "\n]\n");
  CHECK(with_issuer("[oauth.extensions]\ntoken_types = [\n  { name = \"Default\" }, # c\n]\n") ==
        "[oauth.extensions]\ntoken_types = [\n  { name = \"Default\" }, # c\n  " + element +
            ",\n]\n");
  CHECK(with_issuer("[oauth.extensions]\ntoken_types = []\n") ==
        "[oauth.extensions]\ntoken_types = [ " + element + " ]\n");
}

TEST_CASE("an array that is not there goes behind the family, or into the braces of its table") {
  const std::string block =
      "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = " + issuer + "\n";
  CHECK(with_issuer("[oauth.x]\ny = 1\n\n[z]\n") == "[oauth.x]\ny = 1\n\n" + block + "\n[z]\n");
  CHECK(with_issuer("[oauth]\nextensions.x = 1\n") == "[oauth]\nextensions.x = 1\n\n" + block);
  CHECK(with_issuer("[oauth]\nextensions = { x = 1 }\n") ==
        "[oauth]\nextensions = { x = 1, token_types = [ { name = \"JWT\", issuer = " + issuer +
            " } ] }\n");
  CHECK(with_issuer("") == block);
}

TEST_CASE("a table or a list of other things where the array should be is refused") {
  for (const std::string_view text : {"[oauth.extensions.token_types]\nname = \"JWT\"\n",
                                      "[oauth.extensions]\ntoken_types = { name = \"JWT\" }\n",
                                      "[oauth.extensions]\ntoken_types = [\"JWT\"]\n",
                                      "[oauth.extensions]\ntoken_types = \"JWT\"\n",
                                      "[oauth.extensions]\ntoken_types = [[{ name = \"JWT\" }]]\n",
                                      "[[oauth.extensions]]\nx = 1\n"}) {
    CAPTURE(text);
    CHECK(error_of([text] { with_issuer(text); }) == ErrorKind::refused);
  }
}

TEST_CASE("a placeholder in an element is only replaced by force") {
  const std::string text =
      "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"$env{ISSUER}\"\n";
  CHECK(error_of([&] { with_issuer(text); }) == ErrorKind::refused);
  auto forced = feature.back();
  forced.force = true;
  CHECK(toml::edited(toml::parse(text, "f"), {forced}) ==
        "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = " + issuer + "\n");
}

}  // namespace tokenshift::test
