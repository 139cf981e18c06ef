// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tokenshift::report {

/// One value of a row: absent, yes/no, a number or a text.
using Cell = std::variant<std::monostate, bool, std::int64_t, std::string>;

struct Column {
  std::string key;       ///< the field's name in JSON and CSV, snake_case; a contract
  std::string title;     ///< the heading of the table, upper case
  bool numeric = false;  ///< aligned to the right
};

/// What the rows are.
struct TableSpec {
  std::string name;  ///< the member of the JSON object that holds them: "clients"
  std::vector<Column> columns;
};

/// Takes rows one at a time, so that a list of a million needs no more memory than one of a
/// thousand.
class RowWriter {
 public:
  RowWriter() = default;
  RowWriter(const RowWriter&) = delete;
  RowWriter& operator=(const RowWriter&) = delete;
  virtual ~RowWriter() = default;

  virtual void row(std::vector<Cell> cells) = 0;  ///< one cell per column
  virtual void finish() = 0;                      ///< call once, after the last row
};

/// One way to show rows. To add one: write src/report/<name>.cpp and name it in formats.cpp.
struct Format {
  std::string_view name;  ///< as in `-o name`
  std::unique_ptr<RowWriter> (*make)(std::ostream& out, TableSpec spec);
};

/// table, json, jsonl, csv.
std::span<const Format> formats();

/// The writer of the format with this name. Throws Error{usage} when there is none.
std::unique_ptr<RowWriter> row_writer(std::string_view format, std::ostream& out, TableSpec spec);

}  // namespace tokenshift::report
