// SPDX-License-Identifier: Apache-2.0
#include "multi_row_insert.hpp"

#include <algorithm>

namespace tokenshift::db {
namespace {

constexpr std::size_t enough = std::size_t{1} << 19U;
constexpr std::size_t slack = 1024;

// MySQL Reference Manual, "String Literals"; utf8mb4 has no bytes of quotes inside characters.
void append_text(std::string& sql, std::string_view text) {
  sql += '\'';
  for (const char c : text) {
    if (c == '\'' || c == '\\') sql += '\\';
    if (c == '\0') {
      sql += "\\0";
    } else {
      sql += c;
    }
  }
  sql += '\'';
}

void append_bytes(std::string& sql, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  sql += "X'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    sql += digits[byte >> 4U];
    sql += digits[byte & 15U];
  }
  sql += '\'';
}

void append_value(std::string& sql, const Parameter& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    sql += std::to_string(*number);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_text(sql, *text);
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    append_bytes(sql, bytes->value);
  } else {
    sql += "NULL";
  }
}

}  // namespace

void MultiRowInsert::add(std::span<const Parameter> row) {
  std::string values = "(";
  for (const Parameter& value : row) {
    if (values.size() > 1) values += ',';
    append_value(values, value);
  }
  values += ')';
  if (!sql_.empty() && sql_.size() + values.size() + slack > std::min(enough, largest_)) finish();
  sql_ += sql_.empty() ? start_ : ",";
  sql_ += values;
}

void MultiRowInsert::finish() {
  if (sql_.empty()) return;
  run_(sql_);
  sql_.clear();
}

}  // namespace tokenshift::db
