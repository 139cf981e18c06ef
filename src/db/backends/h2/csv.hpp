// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tokenshift::db::h2 {

/// Reads what CSVWRITE wrote, value by value: NULL is nothing at all, a text is always quoted, a
/// quote in it is doubled. The memory it takes is that of a row.
class CsvReader {
 public:
  using Row = std::vector<std::optional<std::string>>;

  /// Reads from the start of the file. The descriptor stays the caller's.
  explicit CsvReader(int descriptor);

  /// The next row; false at the end. Throws Error{environment} when it ends within a row.
  bool next(Row& row);

 private:
  int get();  // the next byte, or -1
  int peek();
  bool fill();

  int descriptor_;
  std::array<char, 65536> bytes_{};
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::int64_t offset_ = 0;
};

}  // namespace tokenshift::db::h2
