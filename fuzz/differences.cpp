// SPDX-License-Identifier: Apache-2.0
#include "differences.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::fuzz {
namespace {

using enum Verdict;

bool says(const Disagreement& difference, std::string_view words) {
  return difference.refusal.find(words) != std::string::npos;
}

// A backslash at the end of a line.
bool joins_lines(std::string_view literal) {
  for (std::size_t at = literal.find('\\'); at < literal.size(); at = literal.find('\\', at + 2)) {
    const std::size_t next = literal.find_first_not_of(" \t\r", at + 1);
    if (next < literal.size() && literal[next] == '\n') return true;
  }
  return false;
}

constexpr auto rows = std::to_array<Difference>({
    {"control character in a comment", "x = 1 # \x01\n", reads, refuses,
     "the server's lexer takes any byte up to the line feed",
     [](const Disagreement& it) { return says(it, "prohibited in comments"); }},
    {"vertical tab or form feed in a comment", "x = 1 # \v\f\n", reads, refuses,
     "the server's lexer takes any byte up to the line feed",
     [](const Disagreement& it) { return says(it, "comment: vertical tabs"); }},
    {"carriage return in a comment", "x = 1 # a\rb\n", reads, refuses,
     "the server's lexer takes any byte up to the line feed",
     [](const Disagreement& it) { return says(it, "comment: expected '\\n' after '\\r'"); }},
    {"invalid UTF-8", "x = \"caf\xE9\"\n", reads, refuses,
     "Java's decoder replaces it by U+FFFD before the parser sees it",
     [](const Disagreement& it) {
       return says(it, "invalid utf-8") || says(it, "incomplete utf-8");
     }},
    {"escaped surrogate", "x = \"\\ud83d\\ude00 \\ud800\"\n", reads, refuses,
     "Java's strings hold UTF-16, in which surrogates are legal units",
     [](const Disagreement& it) { return says(it, "unicode surrogates"); }},
    {"table added to a table in braces", "a = { b = 1 }\n[a.c]\nd = 1\n", reads, refuses,
     "the server's tables do not remember that they were closed",
     [](const Disagreement& it) { return says(it, "into existing inline table"); }},
    {"digits of an offset", "x = 2020-01-01T10:00:00+5:030\n", reads, refuses,
     "the server does not count them, TOML wants two and two",
     [](const Disagreement& it) { return says(it, "date-time offset: "); }},
    {"number of more than 126 characters",
     "x = 1.000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000\n",
     reads, refuses, "toml++ has a buffer of 128 characters for a number",
     [](const Disagreement& it) {
       return says(it, "exceeds length limit") || says(it, "numeric value too long");
     }},
    {"backslash at the end of a line", "x = \"\"\"a\\\n   b\"\"\"\n", reads, reads_otherwise,
     "the server makes it a line end and keeps the blanks; TOML joins the lines",
     [](const Disagreement& it) { return it.refusal.empty() && joins_lines(it.literal); }},

    {"table after its sub-table", "[a.b]\nx = 1\n[a]\ny = 1\n", refuses, reads,
     "the server stores the table in itself and stops with a StackOverflowError", nullptr},
    {"table after its sub-table in an element", "[[l]]\n[l.a.b]\n[l.a]\n", refuses, reads,
     "the same, in the scope of one element", nullptr},
    {"table after an array of tables in it", "[[a.b]]\n[a]\n", refuses, reads,
     "the same, whatever made the table", nullptr},
    {"quote in a key", "\"it's\" = 1\n", refuses, reads,
     "the server prints keys in quotes and reads them back: an exception stops it", nullptr},
    {"byte order mark", "\xEF\xBB\xBFx = 1\n", refuses, reads,
     "to the server it is a character like any other; toml++ skips it", nullptr},
    {"tab in a basic string", "x = \"a\tb\"\n", refuses, reads,
     "TOML 0.5 forbids it, TOML 1.0 allows it", nullptr},
    {"array of mixed types", "x = [1, \"a\"]\n", refuses, reads,
     "TOML 0.5 forbids it, TOML 1.0 allows it", nullptr},
    {"comma at the start of a line", "x = [1\n, 2]\n", refuses, reads,
     "the grammar of the server has no line end before a comma", nullptr},
    {"four quotes at the end of a string", "x = '''a''''\n", refuses, reads,
     "TOML 1.0: a quote may stand before the closing three", nullptr},
    {"empty array in braces", "x = { a = [] }\n", refuses, reads,
     "the server's lexer leaves a mode behind at an empty array", nullptr},
    {"comma before the end of an array in braces", "x = { a = [1,] }\n", refuses, reads,
     "the same slip, at the last comma", nullptr},
    {"two empty arrays in an array", "x = [[], []]\ny = 1\n", refuses, reads,
     "the same slip: the next statement is read as a value", nullptr},
    {"date before ']'", "x = [2020-01-01]\n", refuses, reads,
     "the server's lexer does not know ']' in a date", nullptr},
    {"date before '}'", "x = { a = 2020-01-01}\n", refuses, reads, "the same, for '}'", nullptr},
    {"leading zero of an exponent", "x = 1e05\n", refuses, reads,
     "TOML 0.5 forbids it, TOML 1.0 allows it", nullptr},
    {"number too close to zero", "x = 1e-400\n", refuses, reads,
     "here it is refused as it would be when too large; toml++ rounds", nullptr},
    {"more than nine digits of a second", "x = 10:00:00.1234567890\n", refuses, reads,
     "Java's times have nanoseconds; toml++ cuts off the rest", nullptr},
    {"offset of more than 18 hours", "x = 2020-01-01T10:00:00+19:00\n", refuses, reads,
     "the limit of Java's ZoneOffset", nullptr},
});

}  // namespace

std::span<const Difference> differences() { return rows; }

const Difference* reason_of(const Disagreement& disagreement) {
  const auto* row = std::ranges::find_if(rows, [&disagreement](const Difference& each) {
    return each.explains != nullptr && each.explains(disagreement);
  });
  return row == rows.end() ? nullptr : row;
}

}  // namespace tokenshift::fuzz
