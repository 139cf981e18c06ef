// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/report/table.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

namespace tokenshift::report {
namespace {

std::string csv(const std::vector<std::vector<Cell>>& rows) {
  std::ostringstream out;
  const auto writer = row_writer("csv", out, {"x", {{"a", "A"}, {"b", "B"}}});
  for (const auto& cells : rows) writer->row(cells);
  writer->finish();
  return out.str();
}

TEST_CASE("CSV has the keys as its first line, also without rows") { CHECK(csv({}) == "a,b\n"); }

TEST_CASE("CSV quotes what RFC 4180 wants quoted, and nothing else") {
  CHECK(csv({{"plain", "two words"}}) == "a,b\nplain,two words\n");
  CHECK(csv({{"a,b", "say \"hi\""}}) == "a,b\n\"a,b\",\"say \"\"hi\"\"\"\n");
  CHECK(csv({{"two\nlines", "cr\r"}}) == "a,b\n\"two\nlines\",\"cr\r\"\n");
  CHECK(csv({{" edge", "edge "}}) == "a,b\n\" edge\",\"edge \"\n");
}

TEST_CASE("CSV tells an absent value from an empty text") {
  CHECK(csv({{std::monostate{}, ""}}) == "a,b\n,\"\"\n");
}

TEST_CASE("CSV leaves cells that look like formulas as they are") {
  CHECK(csv({{"=1+1", "-2"}, {"+x", "@y"}}) == "a,b\n=1+1,-2\n+x,@y\n");
}

TEST_CASE("CSV writes truths as words and numbers plain") {
  CHECK(csv({{true, std::int64_t{-1234567}}, {false, std::int64_t{0}}}) ==
        "a,b\ntrue,-1234567\nfalse,0\n");
}

}  // namespace
}  // namespace tokenshift::report
