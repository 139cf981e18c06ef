// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/report/table.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <sstream>
#include <string>

namespace tokenshift::report {
namespace {

TableSpec clients() {
  return {"clients",
          {{"id", "ID", true}, {"name", "NAME"}, {"jwt", "JWT"}, {"tenant", "TENANT", true}}};
}

std::string table(const TableSpec& spec, const std::vector<std::vector<Cell>>& rows) {
  std::ostringstream out;
  const auto writer = row_writer("table", out, spec);
  for (const auto& cells : rows) writer->row(cells);
  writer->finish();
  return out.str();
}

TEST_CASE("a table aligns its columns, numbers to the right, and ends no line in spaces") {
  CHECK(table(clients(), {{std::int64_t{1}, "web", true, std::int64_t{-1234}},
                          {std::int64_t{100}, "mobile app", false, std::monostate{}}}) ==
        " ID  NAME        JWT  TENANT\n"
        "  1  web         yes   -1234\n"
        "100  mobile app  no        -\n");
}

TEST_CASE("the last column is not padded, and an empty text leaves no spaces behind") {
  CHECK(table({"x", {{"a", "A"}, {"b", "B"}}}, {{"1", "long"}, {"2", ""}, {"3", "x"}}) ==
        "A  B\n1  long\n2\n3  x\n");
}

TEST_CASE("a table without rows has its heading") {
  CHECK(table({"x", {{"a", "A"}, {"b", "B"}}}, {}) == "A  B\n");
}

TEST_CASE("columns are as wide as their code points, not their bytes") {
  CHECK(table({"x", {{"a", "A"}, {"b", "B"}}}, {{"Zoë", "1"}, {"four", "2"}}) ==
        "A     B\nZoë   1\nfour  2\n");
}

TEST_CASE("control characters in a cell are made visible") {
  CHECK(table({"x", {{"a", "A"}}}, {{"a\x1b[2J\nb"}}) == "A\na\\x1b[2J\\x0ab\n");
}

TEST_CASE("a table streams after its first 200 rows") {
  std::ostringstream out;
  const auto writer = row_writer("table", out, {"x", {{"a", "A"}, {"b", "B"}}});
  for (int i = 0; i < 199; ++i) writer->row({"x", "y"});
  CHECK(out.str().empty());
  writer->row({"wide", "y"});
  CHECK(out.str().starts_with("A     B\nx     y\n"));
  const std::size_t size = out.str().size();
  writer->row({"wider than all", "z"});
  CHECK(out.str().substr(size) == "wider than all  z\n");
  writer->finish();
  CHECK(out.str().ends_with("wider than all  z\n"));
}

TEST_CASE("the smallest and the largest number are shown whole") {
  CHECK(table({"x", {{"a", "A", true}}}, {{std::numeric_limits<std::int64_t>::min()},
                                          {std::numeric_limits<std::int64_t>::max()}}) ==
        "                   A\n-9223372036854775808\n 9223372036854775807\n");
}

}  // namespace
}  // namespace tokenshift::report
