// SPDX-License-Identifier: Apache-2.0
#include "toml/support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace tokenshift::test {
namespace {

struct Row {
  std::string_view text;
  std::string_view place;  // "accepted", or line:column
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(place_of_refusal(row.text) == row.place);
    if (const auto error = refusal_of(row.text)) {
      CHECK(error->kind() == ErrorKind::input);
      CHECK(!error->hint().empty());
      CHECK(std::string_view(error->what()).find('\n') == std::string_view::npos);
    }
  }
}

using namespace std::string_view_literals;

}  // namespace

TEST_CASE("the forms of values that the server reads are read") {
  check_rows(
      {{"", "accepted"},
       {"\n\n", "accepted"},
       {"# only a comment", "accepted"},
       {"a=1", "accepted"},
       {"a = 12_288", "accepted"},
       {"a = +5\nb = -0\nc = 0x1F\nd = 0o17\ne = 0b101", "accepted"},
       {"a = 1.5\nb = 1e3\nc = -1.5E-3\nd = inf\ne = -nan", "accepted"},
       {"a = 2020-01-02\nb = 10:20:30\nc = 10:20:30.5", "accepted"},
       {"a = 2020-01-02T10:20:30\nb = 2020-01-02 10:20:30Z\nc = 2020-01-02t10:20:30.25+05:30",
        "accepted"},
       {"a = [ # c\n 1, # c\n # c\n 2 # c\n]", "accepted"},
       {"a = [1, 2,]\nb = 1", "accepted"},
       {"a = [[1, 2], [\"x\"]]", "accepted"},
       {"a = { b = 1, c.d = { e = [] } }", "1:29"},
       {"a = { b = 1, c.d = { e = [1] } }", "accepted"},
       {"a = '''\nx'\ty'''\nb = \"\"\"\nx\"y\"\"\"", "accepted"},
       {"a = 'C:\\path\\s'", "accepted"},
       {"a = \"\\u00e9\\U0001F600\\b\\t\\n\\f\\r\\\"\\\\\"", "accepted"},
       {"a = \"\\ud83d\\ude00\"", "accepted"},
       {"a = 1\r\nb = [\r\n1,\r\n2\r\n]\r\n", "accepted"},
       {"\t[ a . \"b c\" ]\t# c\n\t'd' . e\t=\t1", "accepted"}});
}

TEST_CASE("what only later or other TOML allows is refused where the server refuses it") {
  check_rows({{"[a]\nx = \"a\tb\"", "2:7"},
              {"x = \"\"\"a\tb\"\"\"", "1:9"},
              {"x = [1, \"a\"]", "1:9"},
              {"x = [1, 2.0]", "1:9"},
              {"x = [2020-01-02 , 10:00:00 ]", "1:19"},
              {"x = [\"1\"\n, \"2\"]", "2:1"},
              {"x = '''a''''", "1:12"},
              {"x = \"\"\"a\"\"\"\"", "1:12"},
              {"x = { b = 1,\n c = 2 }", "1:13"},
              {"x = { b = 1, }", "1:14"},
              {"x = \"\\e\"", "1:6"},
              {"x = \"a\\/b\"", "1:7"},
              {"x = \"\\x41\"", "1:6"},
              {"x = 10:20", "1:10"}});
}

TEST_CASE("the slips of the server's lexer are kept") {
  check_rows({{"x = [2020-01-02]", "1:16"},
              {"x = [2020-01-02 ]", "accepted"},
              {"x = [2020-01-02, 2020-01-03 ]", "1:29"},
              {"a = [[], []]\nb = 1", "2:1"},
              {"a = [[], []]\n[b]", "2:1"},
              {"a = [[], []]\n\nb = 1", "accepted"},
              {"a = [[], []]\n'''b = 1", "2:1"},
              {"x = { a = [] }", "1:14"},
              {"x = { a = [1,] }", "1:16"},
              {"x = { a = 2020-01-02}", "1:21"},
              {"x = { a = 2020-01-02 }", "accepted"},
              {"x = 1_000-5", "1:9"},
              {"x = \"\"\"a\\  \n  b\"\"\"", "accepted"}});
}

TEST_CASE("what is no TOML at all is refused at the byte at fault") {
  check_rows({{"x =", "1:4"},
              {"x =\n", "1:4"},
              {"x", "1:2"},
              {"x: 1", "1:2"},
              {"x = off", "1:5"},
              {"x = False", "1:5"},
              {"x = $env{A}", "1:5"},
              {"x = 012", "1:6"},
              {"x = 1.", "1:6"},
              {"x = 1__0", "1:6"},
              {"x = 1 y = 2", "1:7"},
              {"[a] b", "1:5"},
              {"[ [a] ]", "1:3"},
              {"[[a] ]", "1:4"},
              {"[a]]", "1:3"},
              {"[]", "1:1"},
              {"[[]]", "1:1"},
              {"[a.]", "1:4"},
              {"[.a]", "1:2"},
              {"a..b = 1", "1:3"},
              {"a/b = 1", "1:2"},
              {"k\xC3\xA9y = 1", "1:2"},
              {"\"\"\"k\"\"\" = 1", "1:3"},
              {"x = \"a", "1:7"},
              {"x = \"a\ny = 1", "1:7"},
              {"x = \"\"\"a\n", "2:1"},
              {"x = [1, 2", "1:10"},
              {"x = [1 2]", "1:8"},
              {"x = [,]", "1:6"},
              {"x = [1,,2]", "1:8"},
              {"x = {", "1:6"},
              {"x = { y }", "1:9"},
              {"x = 99999999999999999999", "1:5"},
              {"x = 1e999", "1:5"},
              {"x = 2020-02-30", "1:13"},
              {"x = 2020-13-01", "1:10"},
              {"x = 2021-2-1", "1:10"},
              {"x = 24:00:00", "1:5"},
              {"x = 2020-01-01T10:00:00+19:00", "1:24"},
              {"x = \"\\ud8\"", "1:6"},
              {"x = \"\\U00110000\"", "1:6"}});
}

TEST_CASE("bytes that are no text get the server's verdict, columns counted in characters") {
  check_rows({{"\xEF\xBB\xBFx = 1", "1:1"},
              {"\xFF\xFEx\0=\0"sv, "1:1"},
              {"x\0=\0"sv, "1:2"},
              {"x = \"a\0b\""sv, "1:7"},
              {"x = \"a\x7F\"", "1:7"},
              {"x = 1\ry = 2", "1:6"},
              {"x = 1 \xC2\xA0", "1:7"},
              {"\xC2\xA0x = 1", "1:1"},
              {"x = \xE2\x80\x9Chello\xE2\x80\x9D", "1:5"},
              {"x = 1 # \x01\x7F\r comment\ny = 2", "accepted"},
              {"x = \"caf\xE9\" # \xE9", "accepted"},
              {"x = \"\xC3\xA9\xE2\x82\xAC\" y", "1:10"},
              {"x = \"a\xE2\x80"
               "b\" y",
               "1:11"}});
}

TEST_CASE("keys with quote characters, on which the server crashes, are refused") {
  check_rows({{"\"it's\" = 1", "1:1"},
              {"'say \"x\"' = 1", "1:1"},
              {"a = { \"it's\" = 1 }", "1:7"},
              {"[a.\"it's\"]\n", "accepted"},
              {"[a.\"it's\"]\nx = 1", "1:1"},
              {"\"\" = 1\n\"a b\" = 2\n\"\xC3\xA9\" = 3", "accepted"}});
}

TEST_CASE("templates are refused as what they are, but text in quotes may look like one") {
  for (const std::string_view text : {"x = {{ .Values.a }}", "{{- if .x }}\n", "{% if x %}\n",
                                      "<% if x %>\n", "x = <%= @a %>", "[a.{{ b }}]\n"}) {
    CAPTURE(text);
    const auto error = refusal_of(text);
    REQUIRE(error.has_value());
    CHECK(std::string_view(error->what()).find("template") != std::string_view::npos);
  }
  check_rows(
      {{"x = \"{{ a }}\" # {% b %}\ny = '<%= c %>'", "accepted"}, {"x = {{ .Values.a }}", "1:6"}});
}

TEST_CASE("nesting and length are limited, and what is below the limit is read") {
  const auto nested = [](std::size_t depth) {
    return fmt::format("x = {}1{}", std::string(depth, '['), std::string(depth, ']'));
  };
  const auto dotted = [](std::size_t parts) {
    std::string key = "a";
    for (std::size_t i = 1; i < parts; ++i) key += ".a";
    return key;
  };
  CHECK(place_of_refusal(nested(256)) == "accepted");
  CHECK(place_of_refusal(nested(257)) == "1:261");
  CHECK(place_of_refusal(nested(100'000)) == "1:261");
  CHECK(place_of_refusal(fmt::format("{} = 1", dotted(1000))) == "accepted");
  CHECK(place_of_refusal(fmt::format("{} = 1", dotted(1001))) == "1:1");
  CHECK(place_of_refusal(fmt::format("[{}]", dotted(300'000))) == "1:2");
  CHECK(place_of_refusal(fmt::format("[{}]\n{} = 1", dotted(600), dotted(600))) == "2:1");
  CHECK(place_of_refusal(std::string((std::size_t{64} << 20U) + 1, '\n')) != "accepted");
}

TEST_CASE("the message names file, line and column, and the hint says what to do") {
  const auto error = refusal_of("[a]\nenable = True\n");
  REQUIRE(error.has_value());
  CHECK(std::string_view(error->what()) == "f:2:10: 'True' is no value");
  CHECK(error->hint() == "write true or false in lower case, any other word in quotes");
  const auto message = [](std::string_view text) { return std::string(refusal_of(text)->what()); };
  CHECK(message("x = 2021-2-01") == "f:1:10: the month must have 2 digits, and be 1 to 12");
  CHECK(message("x = 10:00:00.1234567890") ==
        "f:1:14: the fraction of a second must have 1 to 9 digits, and be 0 to 999999999");
  CHECK(message("x = 2020-01-01T10:00:00+19:00") ==
        "f:1:24: the offset, in hours, must be 0 to 18");
}

}  // namespace tokenshift::test
