// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/report/json.hpp"

#include "tokenshift/report/table.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <rapidcheck.h>
#include <sstream>
#include <string>

namespace tokenshift::report {
namespace {

using nlohmann::json;

std::string rows_as(std::string_view format, const std::vector<std::vector<Cell>>& rows) {
  std::ostringstream out;
  const auto writer = row_writer(format, out, {"clients", {{"id", "ID", true}, {"name", "NAME"}}});
  for (const auto& cells : rows) writer->row(cells);
  writer->finish();
  return out.str();
}

TEST_CASE("JSON holds the rows under their name, one a line") {
  CHECK(rows_as("json", {{std::int64_t{1}, "a"}, {std::int64_t{2}, std::monostate{}}}) ==
        "{\"schema_version\":1,\"clients\":[\n"
        "{\"id\":1,\"name\":\"a\"},\n"
        "{\"id\":2,\"name\":null}\n]}\n");
}

TEST_CASE("JSON without rows is an empty list") {
  const json document = json::parse(rows_as("json", {}));
  CHECK(document == json{{"schema_version", 1}, {"clients", json::array()}});
}

TEST_CASE("JSON lines has a document a row, each with the version first") {
  CHECK(rows_as("jsonl", {{std::int64_t{1}, "a"}, {std::int64_t{2}, true}}) ==
        "{\"schema_version\":1,\"id\":1,\"name\":\"a\"}\n"
        "{\"schema_version\":1,\"id\":2,\"name\":true}\n");
  CHECK(rows_as("jsonl", {}).empty());
}

TEST_CASE("JSON escapes control characters and keeps other text") {
  const std::string line = rows_as("jsonl", {{std::int64_t{1}, "a\"\\\n\x1b😀"}});
  CHECK(line == "{\"schema_version\":1,\"id\":1,\"name\":\"a\\\"\\\\\\n\\u001b😀\"}\n");
}

TEST_CASE("JSON replaces invalid UTF-8") {
  const json document = json::parse(rows_as("json", {{std::int64_t{1}, "a\xff"}}));
  CHECK(document["clients"][0]["name"] == "a\uFFFD");
  CHECK(json::parse(to_json({{"k", "\xff"}}))["k"] == "\uFFFD");
}

TEST_CASE("JSON keeps 64-bit numbers exactly") {
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const json document = json::parse(rows_as("json", {{least, "x"}}));
  CHECK(document["clients"][0]["id"].get<std::int64_t>() == least);
}

TEST_CASE("JSON parses back to the rows, whatever bytes they hold") {
  CHECK(rc::check("rows parse back", [](const std::vector<std::string>& names) {
    std::vector<std::vector<Cell>> rows;
    for (const std::string& name : names) rows.push_back({std::int64_t{7}, name});
    const json document = json::parse(rows_as("json", rows));
    RC_ASSERT(document["clients"].size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool ascii = std::ranges::all_of(names[i], [](char c) { return c >= 0; });
      if (ascii) RC_ASSERT(document["clients"][i]["name"] == names[i]);
    }
  }));
}

TEST_CASE("an answer is an indented object with the version first and its members in order") {
  const Node::Object answer{
      {"zeta", 1},
      {"alpha", Node::List{true, "x", Node{}}},
      {"inner", Node::Object{{"b", std::int64_t{2}}, {"a", std::string("y")}}},
      {"none", Node::List{}},
  };
  CHECK(to_json(answer) == R"({
  "schema_version": 1,
  "zeta": 1,
  "alpha": [
    true,
    "x",
    null
  ],
  "inner": {
    "b": 2,
    "a": "y"
  },
  "none": []
}
)");
  CHECK(to_json_line(answer) ==
        "{\"schema_version\":1,\"zeta\":1,\"alpha\":[true,\"x\",null],"
        "\"inner\":{\"b\":2,\"a\":\"y\"},\"none\":[]}\n");
}

TEST_CASE("an empty answer has its version") {
  CHECK(to_json_line({}) == "{\"schema_version\":1}\n");
}

}  // namespace
}  // namespace tokenshift::report
