// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/toml/document.hpp"

#include "toml/support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace tokenshift::test {
namespace {

std::string content(std::string_view text, const toml::KeyPath& path) {
  const auto value = toml::parse(std::string(text), "f").find(path);
  return value.has_value() ? value->content : "(none)";
}

}  // namespace

TEST_CASE("a key is found in every spelling") {
  const toml::KeyPath path = {"oauth", "token_persistence", "enable"};
  for (const std::string_view text :
       {"[oauth.token_persistence]\nenable = false", "[oauth]\ntoken_persistence.enable = false",
        "oauth.token_persistence.enable = false", "[oauth]\ntoken_persistence = { enable = false }",
        "oauth = { token_persistence = { enable = false } }",
        "[\"oauth\" . 'token_persistence']\n\"enable\" = false",
        "oauth . token_persistence . enable = false", "oauth.token_persistence = {enable=false}"}) {
    CAPTURE(text);
    CHECK(content(text, path) == "false");
  }
  CHECK(content("[\"oauth.token_persistence\"]\nenable = false", path) == "(none)");
  CHECK(content("[oauth.token_persistence]\nEnable = false", path) == "(none)");
  CHECK(content("[oauth.token_persistence]\n#enable = false", path) == "(none)");
}

TEST_CASE("a value has its kind, its bytes and its place, the column in characters") {
  struct Row {
    std::string_view literal;
    toml::Kind kind;
  };
  for (const Row& row : std::vector<Row>{{"\"\xC3\xA9\"", toml::Kind::string},
                                         {"0x10", toml::Kind::integer},
                                         {"1.5", toml::Kind::floating},
                                         {"true", toml::Kind::boolean},
                                         {"10:20:30", toml::Kind::time},
                                         {"[1, 2]", toml::Kind::array},
                                         {"{ b = 1 }", toml::Kind::inline_table}}) {
    const auto document =
        toml::parse("[t]\n\"\xC3\xA9\" = " + std::string(row.literal) + " # c\n", "f");
    const auto value = document.find({"t", "\xC3\xA9"});
    REQUIRE(value.has_value());
    CHECK(value->kind == row.kind);
    CHECK(value->length == row.literal.size());
    CHECK(value->location == Location{.path = "f", .line = 2, .column = 7, .offset = 11});
  }
}

TEST_CASE("each key outside arrays of tables is visited once, in the order of the file") {
  std::vector<std::string> keys;
  toml::parse(
      "r = 1\n[a.b]\nx = { y = 1, z.w = 2 }\n[[l]]\nq = 1\n[l.m]\nn = 1\n[c]\nlist = [{ k = 1 }, { "
      "k = 2 }]\n"
      "nested = [[{ k = 1 }], [1]]\n[a.d]\n'e.f' = []\ng = {}\n",
      "f")
      .for_each([&keys](const toml::KeyPath& path, const toml::Value&) {
        keys.push_back(toml::to_string(path));
      });
  CHECK(keys ==
        std::vector<std::string>{"r", "a.b.x.y", "a.b.x.z.w", "c.list", "c.nested", "a.d.\"e.f\""});
}

TEST_CASE("elements look the same with headers and in braces") {
  for (const std::string_view text : {"[[a.types]]\nname = \"JWT\"\n[a.types.p]\nx = "
                                      "1\n[[a.types]]\nname = \"Default\"\np.x = 2\n",
                                      "[a]\ntypes = [ { name = \"JWT\", p = { x = 1 } },\n { name "
                                      "= \"Default\", p.x = 2 } ]\n"}) {
    CAPTURE(text);
    const auto elements = toml::parse(std::string(text), "f").elements({"a", "types"});
    REQUIRE(elements.size() == 2);
    REQUIRE(elements[0].find("name") != nullptr);
    CHECK(elements[0].find("name")->content == "JWT");
    REQUIRE(elements[1].find("p.x") != nullptr);
    CHECK(elements[1].find("p.x")->content == "2");
    CHECK(elements[1].find("q") == nullptr);
    CHECK(elements[1].values.size() == 2);
    CHECK(elements[1].location.line > elements[0].location.line);
  }
  const auto none = toml::parse("[a]\nx = [1]\n[a.t]\ny = 1\n", "f");
  CHECK(none.elements({"a", "x"}).empty());
  CHECK(none.elements({"a", "t"}).empty());
  CHECK(none.elements({"b"}).empty());
  CHECK_FALSE(none.find({"a", "t"}).has_value());
  CHECK_FALSE(toml::parse("[[a]]\nx = 1\n", "f").find({"a", "x"}).has_value());
}

TEST_CASE("a document keeps its values when it is moved") {
  toml::Document first = toml::parse("a = 1\n", "f");
  toml::Document second = std::move(first);
  CHECK(second.text() == "a = 1\n");
  CHECK(second.name() == "f");
  CHECK(second.find({"a"})->content == "1");
}

TEST_CASE("strings are given as the server reads them") {
  const auto x = [](std::string_view literal) {
    return content("x = " + std::string(literal), {"x"});
  };
  CHECK(x(R"("a\t\"b\"\\\u00e9\U0001F600")") == "a\t\"b\"\\\xC3\xA9\xF0\x9F\x98\x80");
  CHECK(x("'a\\n'") == "a\\n");
  CHECK(x("\"\"\"\r\na\r\nb\"\"\"") == "a\nb");
  CHECK(x("'''\na\nb'''") == "a\nb");
  CHECK(x("\"\"\"a\\ \n  b\"\"\"") == "a\n  b");
  CHECK(x(R"("\ud83d\ude00 \ud83d")") == "\xF0\x9F\x98\x80 \xEF\xBF\xBD");
  CHECK(x("\"caf\xE9 \xE2\x80\"") == "caf\xEF\xBF\xBD \xEF\xBF\xBD");
}

TEST_CASE("names are found and told twice in tables of any size") {
  for (const int size : {1, 7, 8, 9, 10, 100}) {
    CAPTURE(size);
    std::string text = "[a]\n";
    for (int i = 0; i < size; ++i)
      text += fmt::format("k{} = {}\nt{}.x = {{ y = {} }}\n", i, i, i, i);
    const toml::Document document = toml::parse(text, "f");
    for (int i = 0; i < size; ++i) {
      CHECK(document.find({"a", fmt::format("k{}", i)})->content == std::to_string(i));
      CHECK(document.find({"a", fmt::format("t{}", i), "x", "y"})->content == std::to_string(i));
    }
    CHECK_FALSE(document.find({"a", "k"}).has_value());
    CHECK_FALSE(document.find({"a", fmt::format("k{}", size)}).has_value());
    for (int i = 0; i < size; ++i) {
      CHECK(place_of_refusal(fmt::format("{}k{} = 1\n", text, i)) ==
            fmt::format("{}:1", 2 * size + 2));
    }
  }
}

}  // namespace tokenshift::test
