// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/toml/edit.hpp"

#include "toml/support.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {
namespace {

constexpr std::string_view key = "oauth.token_persistence.enable";

bool changes(std::string_view text, std::string_view name, std::string_view literal) {
  return with(text, name, literal) != text;
}

}  // namespace

TEST_CASE("an existing value is replaced where it stands, in every spelling") {
  for (const std::string_view spelling :
       {"[oauth.token_persistence]\nenable = @ # why\n", "[oauth]\ntoken_persistence.enable=@",
        "oauth.token_persistence.enable\t=\t@\t# c\n",
        "[oauth]\ntoken_persistence = {a=1,enable=@,b=2}\n",
        "oauth = { token_persistence = { enable = @ } }\r\n",
        "[ \"oauth\" . token_persistence ]\n  'enable' = @\n",
        "oauth . token_persistence . enable = @",
        "[oauth.token_persistence] # \xE9\nx = '''\nenable = 1'''\nenable = @\n"}) {
    CAPTURE(spelling);
    for (const std::string_view before : {"true", "\"false\"", "1", "[\n1, # @\n2\n]"}) {
      const auto filled = [spelling](std::string_view value) {
        std::string text(spelling);
        return text.replace(text.find('@'), 1, value);
      };
      if (before.front() == '[' && spelling.find('{') != std::string_view::npos) continue;
      CHECK(with(filled(before), key, "false") == filled("false"));
    }
  }
}

TEST_CASE("a value that is already so is not touched") {
  struct Row {
    std::string_view now;
    std::string_view wanted;
    bool same;
  };
  for (const Row& row : std::vector<Row>{{"false", "false", true},
                                         {"true", "false", false},
                                         {"\"false\"", "false", false},
                                         {"\"12288\"", "'12288'", true},
                                         {"\"\\u0041\"", "\"A\"", true},
                                         {"0x10", "16", true},
                                         {"1_0", "10", true},
                                         {"10", "11", false},
                                         {"1.50", "1.5", true},
                                         {"1.0", "1", false},
                                         {"[1]", "[1]", true}}) {
    CAPTURE(row.now);
    CAPTURE(row.wanted);
    CHECK(changes("x = " + std::string(row.now), "x", row.wanted) != row.same);
  }
}

TEST_CASE("a table in braces is set as one value, and is not touched when it is so already") {
  const std::string text = "[a]\ny = 1\n";
  const std::string set = with(text, "a.x", "{ b = 1, c = { d = [ 2 ] } }");
  CHECK(set == "[a]\ny = 1\nx = { b = 1, c = { d = [ 2 ] } }\n");
  CHECK(with(set, "a.x", "{ b = 1, c = { d = [ 2 ] } }") == set);
  CHECK(with("[a]\ny = 1\n", "a.y", "{ z = 1 }") == "[a]\ny = { z = 1 }\n");
  CHECK(with("x = 1\n", "y", "[ { a = 1 }, { a = 2 } ]") ==
        "x = 1\ny = [ { a = 1 }, { a = 2 } ]\n");
  CHECK(error_of([&] { with(set, "a.x", "{ b = 2 }"); }) == ErrorKind::refused);
}

TEST_CASE("nothing is written below an array whose brackets the server miscounts") {
  for (const std::string_view text :
       {" [a]\nn  = [[],]", "[a]\nn = [[],]\n", "[a]\nn = [[], []]\n\n"}) {
    CAPTURE(text);
    REQUIRE_FALSE(refusal_of(text).has_value());
    const auto refused = [&] { with(text, "a.x", "1"); };
    CHECK(error_of(refused) == ErrorKind::refused);
  }
  // The array itself, what is above it, and what is far enough below it can be set.
  CHECK(with("[a]\nn = [[],]", "a.n", "1") == "[a]\nn = 1");
  CHECK(with("m = 1\n[a]\nn = [[],]", "m", "2") == "m = 2\n[a]\nn = [[],]");
  CHECK(with("[a]\nn = [[],]\n\n\n\n[b]\nx = 1\n", "b.x", "2") ==
        "[a]\nn = [[],]\n\n\n\n[b]\nx = 2\n");
  CHECK(with("[a]\nn = []\n", "a.x", "1") == "[a]\nn = []\nx = 1\n");
}

TEST_CASE("a literal that the server does not read is refused with the reason") {
  CHECK(toml::what_is_wrong("[1, 2]").empty());
  CHECK(toml::what_is_wrong("True").find("True is no TOML value: ") == 0);
  CHECK(toml::what_is_wrong("[1, \"a\"]").find("is no TOML value: ") != std::string::npos);
  CHECK(toml::what_is_wrong("1 2").find("literal:") == std::string::npos);
}

TEST_CASE("a key goes below the last one of its table and is written like that one") {
  CHECK(with("[a]\n  x=1\n  # c\n\n[b]\n", "a.y", "2") == "[a]\n  x=1\n  y=2\n  # c\n\n[b]\n");
  CHECK(with("[a]\nlong_name   = 1\n", "a.y", "2") == "[a]\nlong_name   = 1\ny           = 2\n");
  CHECK(with("[a]\nx   = 1\n", "a.longer_name", "2") == "[a]\nx   = 1\nlonger_name = 2\n");
  CHECK(with("[a]\n\tx\t=\t1\n", "a.y", "2") == "[a]\n\tx\t=\t1\n\ty\t=\t2\n");
  CHECK(with("[a]\nx = [\n 1,\n 2 ] # c\n", "a.y", "2") == "[a]\nx = [\n 1,\n 2 ] # c\ny = 2\n");
  CHECK(with("[a]\nx = 1\n", "a.\"header.X\"", "2") == "[a]\nx = 1\n\"header.X\" = 2\n");
}

TEST_CASE(
    "a key goes right below the header of a table that has none, and comments stay comments") {
  CHECK(with("[oauth.token_persistence] # c\n#enable = true\n\n[b]\n", key, "false") ==
        "[oauth.token_persistence] # c\nenable = false\n#enable = true\n\n[b]\n");
  CHECK(with("  [a]\n[b]\n", "a.x", "1") == "  [a]\n  x = 1\n[b]\n");
}

TEST_CASE("a key of a table in braces goes inside the braces") {
  CHECK(with("[oauth]\ntoken_persistence = { retry = 5 } # c\n", key, "false") ==
        "[oauth]\ntoken_persistence = { retry = 5, enable = false } # c\n");
  CHECK(with("oauth = {a=1}\n", key, "false") == "oauth = {a=1, token_persistence.enable=false}\n");
  CHECK(with("oauth = { token_persistence.retry = 5 }\n", key, "false") ==
        "oauth = { token_persistence.retry = 5, token_persistence.enable = false }\n");
  CHECK(with("[oauth]\ntoken_persistence = {}\n", key, "false") ==
        "[oauth]\ntoken_persistence = { enable = false }\n");
}

TEST_CASE("line ends follow the file, and a missing one at the end stays missing") {
  CHECK(with("[a]\r\nx = 1\r\n", "a.y", "2") == "[a]\r\nx = 1\r\ny = 2\r\n");
  CHECK(with("[a]\r\nx = 1\r\n", "b.y", "2") == "[a]\r\nx = 1\r\n\r\n[b]\r\ny = 2\r\n");
  CHECK(with("[a]\r\nx = 1", "b.y", "2") == "[a]\r\nx = 1\r\n\r\n[b]\r\ny = 2");
  CHECK(with("[a]\nx = 1", "a.y", "2") == "[a]\nx = 1\ny = 2");
  CHECK(with("[a]", "a.y", "2") == "[a]\ny = 2");
  CHECK(with("[a]\nx = 1\n  ", "b.y", "2") == "[a]\nx = 1\n  \n[b]\ny = 2");
}

TEST_CASE("bytes that are no UTF-8 are kept") {
  CHECK(with("[a]\nx = \"caf\xE9\" # \xE9\n", "a.y", "2") ==
        "[a]\nx = \"caf\xE9\" # \xE9\ny = 2\n");
}

TEST_CASE("what the server reads and toml++ does not is edited all the same") {
  CHECK(with("# \x01\n[a]\nx = \"\\ud800\"\n", "a.y", "2") ==
        "# \x01\n[a]\nx = \"\\ud800\"\ny = 2\n");
  CHECK(with("[a]\nt = { b = 1 }\n[a.t.c]\nd = 1\n", "a.t.c.d", "2") ==
        "[a]\nt = { b = 1 }\n[a.t.c]\nd = 2\n");
}

TEST_CASE("a placeholder is only replaced by force") {
  for (const std::string_view value :
       {"\"$env{TP}\"", "'x-$sys{a}'", "\"$ref{a.b}\"", "\"$secret{k}\"", "[\"$env{A}\"]"}) {
    CAPTURE(value);
    const std::string text = "[a]\nx = " + std::string(value) + "\n";
    CHECK(error_of([&] { with(text, "a.x", "1"); }) == ErrorKind::refused);
    CHECK(!changes(text, "a.x", value));
    CHECK(toml::edited(toml::parse(text, "f"),
                       {{.at = {{"a"}, {"x"}}, .literal = "1", .force = true}}) == "[a]\nx = 1\n");
  }
  CHECK(changes("x = \"${carbon.home}\"", "x", "1"));
}

TEST_CASE(
    "a key below something that is no table is refused, with its place in the file as it is") {
  struct Row {
    std::string_view text;
    std::string_view key;
  };
  for (const Row& row : std::vector<Row>{{"x = 1\n", "x.y"},
                                         {"x = [1]\n", "x.y"},
                                         {"[[x]]\ny = 1\n", "x.y"},
                                         {"[x]\ny = 1\n", "x"},
                                         {"x = { y = 1 }\n", "x"},
                                         {"[[x]]\ny = 1\n", "x"}}) {
    CAPTURE(row.text);
    CHECK(error_of([&] { with(row.text, row.key, "1"); }) == ErrorKind::refused);
  }
  try {
    toml::edited(toml::parse("[a]\n[b]\nx = \"$env{X}\"\n", "f"),
                 {{.at = {{"a"}, {"k"}}, .literal = "1"}, {.at = {{"b"}, {"x"}}, .literal = "1"}});
    FAIL("no refusal");
  } catch (const Error& error) {
    CHECK(std::string_view(error.what()) ==
          "f:3:5: the value of b.x is a placeholder, \"$env{X}\"");
  }
}

TEST_CASE(
    "a literal that is no single value, or a key that the server cannot live with, is a usage "
    "error") {
  for (const std::string_view literal :
       {"", "off", "1 2", "1 # c", "\"a", "1\ny = 2", " 1", "1\n"}) {
    CAPTURE(literal);
    CHECK(error_of([&] { with("", "x", literal); }) == ErrorKind::usage);
  }
  for (const toml::Address& address : {toml::Address{{"it's"}}, toml::Address{}}) {
    CHECK(error_of([&address] {
            toml::edited(toml::parse("", "f"), {{.at = address, .literal = "1"}});
          }) == ErrorKind::usage);
  }
}

TEST_CASE("a new or changed list is one value, and a list that holds nan is equal to itself") {
  CHECK(with("n = [ nan ]\n", "x", "[ 1, 2 ]") == "n = [ nan ]\nx = [ 1, 2 ]\n");
  CHECK(with("n = [ nan ]\nx = [ 1 ]\n", "x", "[ [ 1 ] ]") == "n = [ nan ]\nx = [ [ 1 ] ]\n");
  CHECK(with("x = [ 1 ]\n", "x", "[]") == "x = []\n");
}

TEST_CASE("setting nothing, or what is there, gives the same text") {
  const std::string text = "[a]\r\nx = 1 \n# end";
  CHECK(toml::edited(toml::parse(text, "f"), {}) == text);
  CHECK(with(text, "a.x", "1") == text);
}

}  // namespace tokenshift::test
