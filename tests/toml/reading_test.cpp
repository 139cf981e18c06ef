// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"

#include "support/temp_dir.hpp"
#include "toml/support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>

namespace tokenshift::test {
namespace {

using namespace std::string_view_literals;

// The problems as "line:column id", and "…" where the rest was not read.
std::string problems_of(std::string_view text) {
  const toml::Reading reading = toml::read(std::string(text), "f");
  std::string all;
  for (const Finding& problem : reading.problems) {
    CHECK(problem.severity == Severity::error);
    CHECK(problem.location.path == "f");
    CHECK(!problem.hint.empty());
    all += fmt::format("{}{}:{} {}", all.empty() ? "" : ", ", problem.location.line,
                       problem.location.column, problem.id);
  }
  return all + (reading.complete ? "" : " …");
}

struct Row {
  std::string_view text;
  std::string_view problems;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(problems_of(row.text) == row.problems);
    CHECK(toml::read(std::string(row.text), "f").problems.empty() ==
          !refusal_of(row.text).has_value());
  }
}

}  // namespace

TEST_CASE("each row of the table of differences gets the server's verdict at its place") {
  check_rows({
      {"[a.b]\n[a]\n", "2:1 table-order"},
      {"[[a.b]]\n[a]\n", "2:1 table-order"},
      {"[a.b.c]\n[a.b]\n# only a comment\n", "2:1 table-order"},
      {"[[e]]\n[e.p.q]\n[e.p]\n", "3:1 table-order"},
      {"[oauth]\ntoken_persistence.retry = 5\n[oauth.token_persistence]\n", "3:1 table-order"},
      {"\"it's\" = 1\n", "1:1 quote-in-key"},
      {"x = \"a\tb\"\n", "1:7 syntax …"},
      {"x = [1, \"a\"]\n", "1:9 mixed-array"},
      {"x = [1, 2.0]\n", "1:9 mixed-array"},
      {"x = [1\n, 2]\n", "2:1 syntax …"},
      {"x = '''a''''\n", "1:12 syntax …"},
      {"x = 1 # \x01\n", ""},
      {"x = \"\xE9\"\n", ""},
      {"\xEF\xBB\xBFx = 1\n", "1:1 byte-order-mark"},
      {"\xFF\xFEx\0 \0"sv, "1:1 syntax …"},
      {"x\0 \0=\0"sv, "1:2 syntax …"},
      {"x = 1\ry = 2\r", "1:6 syntax …"},
      {"x = [\r\n1,\r\n2]\r\ny = 1 # end", ""},
      {"x = { a = 1,\n b = 2 }\n", "1:13 syntax …"},
      {"x = { a = 1, }\n", "1:14 syntax …"},
      {"x = \"\\e\"\n", "1:6 bad-escape"},
      {"[a]\n[b]\n[a]\n", "3:1 duplicate"},
      {"x = 1\nx = 2\n", "2:1 duplicate"},
      {"[x]\n[[x]]\n", "2:1 type-clash"},
      {"x = [{ a = 1 }]\n[[x]]\n", "2:1 type-clash"},
      {"x = False\n", "1:5 syntax …"},
      {"x = off\n", "1:5 syntax …"},
      {"x = \xE2\x80\x9C"
       "a\xE2\x80\x9D\n",
       "1:5 syntax …"},
      {"\xC2\xA0x = 1\n", "1:1 syntax …"},
      {"[\"oauth.token_persistence\"]\nenable = false\n", ""},
      {"[ oauth . token_persistence ]\n\"enable\" = false\n", ""},
      {"Enable = false\n", ""},
  });
}

TEST_CASE("problems of meaning are all told, up to a problem of form") {
  check_rows({
      {"a = 1\na = 2\nb = \"\\q\"\nc = [1, \"x\"]\nd = 2020-02-30\ne = 99999999999999999999\n[]\n"
       "f = off\ng = off\n",
       "2:1 duplicate, 3:6 bad-escape, 4:9 mixed-array, 5:13 bad-date, 6:5 bad-number, "
       "7:1 empty-header, 8:5 syntax …"},
      {"\xEF\xBB\xBF[a]\nx = 1\nx = 2\n[a]\n", "1:1 byte-order-mark, 3:1 duplicate, 4:1 duplicate"},
      {"[a.b]\n[a]\n[c.d]\n[c]\n", "2:1 table-order, 4:1 table-order"},
      {"x = 1\nx = 2\nx = 3\n", "2:1 duplicate, 3:1 duplicate"},
      {"[t.\"it's\"]\nx = 1\ny = 2\n", "1:1 quote-in-key"},
  });
}

TEST_CASE("what follows from a problem is not told") {
  check_rows({
      // The keys and sub-tables of a table that is there twice.
      {"[a]\nx = 1\n[a.b]\ny = 1\n[a]\nx = 1\n[a.b]\ny = 1\n", "5:1 duplicate"},
      // Each [[x]] after one [x], and what lies in them.
      {"[x]\na = 1\n[[x]]\na = 1\n[x.p]\nq = 1\n[[x]]\na = 1\n[x.p]\nq = 1\n", "3:1 type-clash"},
      // Keys below a header that cannot be taken are no keys of the table before.
      {"[a]\nx = 1\n[\"b\\q\"]\nx = 1\n[]\nx = 1\n", "3:4 bad-escape, 5:1 empty-header"},
      {"a = 1\na.b = 2\na.c = 3\n[a.d]\nx = 1\n", "2:1 type-clash"},
      {"a = {}\n[a.b]\nx = 1\n[a.c]\nx = 1\n", "2:1 shared-braces"},
      // But a key that has a bad value is there.
      {"x = \"\\q\"\nx = 1\n", "1:6 bad-escape, 2:1 duplicate"},
      // And what the order rule hits is the table that was meant.
      {"[a.b]\n[a]\nx = 1\nx = 2\n[a]\n", "2:1 table-order, 4:1 duplicate, 5:1 duplicate"},
  });
}

TEST_CASE("reading ends at the thousandth problem") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "x = 1\n";
  const toml::Reading reading = toml::read(text, "f");
  CHECK(reading.problems.size() == 1000);
  CHECK_FALSE(reading.complete);
}

TEST_CASE("read() and parse() agree on every real and hard file, also on the first place") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  for (const char* folder : {"deployment-toml", "hard-cases"}) {
    for (const auto& entry : std::filesystem::directory_iterator(corpus() / folder)) {
      CAPTURE(entry.path().filename().string());
      const std::string text = slurp(entry.path());
      const toml::Reading reading = toml::read(text, "f");
      const std::string place = place_of_refusal(text);
      REQUIRE(reading.problems.empty() == (place == "accepted"));
      if (place == "accepted") continue;
      const Location& first = reading.problems.front().location;
      CHECK(fmt::format("{}:{}", first.line, first.column) == place);
    }
  }
}

TEST_CASE("read() and parse() agree on statements in any order, also on the first place") {
  constexpr auto statements =
      std::to_array<std::string_view>({"[a]",
                                       "[b]",
                                       "[a.b]",
                                       "[a.b.c]",
                                       "[[a]]",
                                       "[[a.b]]",
                                       "[[b]]",
                                       "[b.a]",
                                       R"(["a\q"])",
                                       "[]",
                                       "[[]]",
                                       "[\"it's\"]",
                                       "a = 1",
                                       "b = 1",
                                       "a.b = 1",
                                       "a.b.c = 1",
                                       "b = {}",
                                       "b = { a = 1 }",
                                       "a = [{ b = 1 }, { b = 2 }]",
                                       "a = []",
                                       R"(a = "\q")",
                                       R"("a\q" = 1)",
                                       "\"it's\" = 1",
                                       "a = [1, \"x\"]",
                                       "c = { a.b = 1, a = 2 }",
                                       "c = [[{ a = 1 }], [{ a = 1, a = 2 }]]",
                                       "d = 2020-02-30",
                                       "# a",
                                       "",
                                       "c = [[], []]",
                                       "e = off"});
  std::uint32_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 16 == 0 ? "\xEF\xBB\xBF" : "";
    for (int line = 0; line < 8; ++line) {
      state = state * 1664525U + 1013904223U;
      text += std::string(statements.at((state >> 16U) % statements.size())) + "\n";
    }
    CAPTURE(text);
    const toml::Reading reading = toml::read(text, "f");
    std::size_t names = 0;
    reading.document.walk([&names](const toml::Name& name) { names += name.flat.size() + 1; });
    const std::string place = place_of_refusal(text);
    REQUIRE(reading.problems.empty() == (place == "accepted"));
    if (place == "accepted") continue;
    const Location& first = reading.problems.front().location;
    REQUIRE(fmt::format("{}:{}", first.line, first.column) == place);
    CHECK(std::ranges::is_sorted(reading.problems, {},
                                 [](const Finding& problem) { return problem.location.line; }));
  }
}

TEST_CASE("walk() passes every name once, with its path, flat and by parts") {
  const toml::Document document = toml::parse(
      "[a]\n\"b.c\" = 1\nd = { e = \"x\", f = {} }\n[[l]]\nn = [[1], [2]]\n[l.p]\nq = 1\n"
      "[[l]]\nt = [{ u = 1 }]\n",
      "f");
  std::string seen;
  document.walk([&](const toml::Name& name) {
    constexpr std::array<char, 4> shapes{'t', 'a', 'e', 'v'};
    seen += fmt::format("{}{}{} {}\n", shapes.at(static_cast<std::size_t>(name.shape)),
                        name.in_array ? "+" : "", name.path.size(), name.flat);
  });
  CHECK(seen ==
        "t1 a\nv2 a.\"b.c\"\nt2 a.d\nv3 a.d.e\nt3 a.d.f\na1 l\ne1 l\nv+2 l.n\nt+2 l.p\nv+3 l.p.q\n"
        "e1 l\nv+2 l.t\ne+2 l.t\nv+3 l.t.u\n");
}

}  // namespace tokenshift::test
