// SPDX-License-Identifier: Apache-2.0
#include "statement.hpp"

#include "tokenshift/base/error.hpp"

#include "../../sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tokenshift::db::h2 {
namespace {

constexpr std::array<std::string_view, 6> queries{"SELECT", "WITH", "VALUES", "TABLE", "(", "CALL"};
constexpr std::array<std::string_view, 4> changes{"INSERT", "UPDATE", "DELETE", "MERGE"};

// What EXPLAIN does not take; anything else is checked by it.
constexpr std::array<std::string_view, 14> others{
    "CREATE",  "ALTER",  "DROP",     "TRUNCATE",   "SET",   "SAVEPOINT", "RELEASE",
    "COMMENT", "COMMIT", "ROLLBACK", "CHECKPOINT", "GRANT", "REVOKE",    "ANALYZE"};

[[noreturn]] void fail(const std::string& what) {
  throw Error(ErrorKind::internal, what, "report this");
}

// A code point of valid UTF-8 and its length; U+FFFD and 1 for anything else, which no Java string
// can hold.
std::pair<std::uint32_t, std::size_t> code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80U) return {first, 1};
  const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : first >= 0xC2U ? 2 : 0;
  if (length == 0 || first > 0xF4U) return {0xFFFDU, 1};
  std::uint32_t point = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {0xFFFDU, 1};
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  return {point, length};
}

std::string text_literal(std::string_view text) {
  const bool plain =
      std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f' && c != '\\'; });
  std::string quoted = plain ? "'" : "U&'";
  for (std::size_t at = 0; at < text.size();) {
    const auto [point, length] = code_point(text.substr(at));
    if (point == '\'') {
      quoted += "''";
    } else if (point == '\\' && !plain) {
      quoted += "\\\\";
    } else if (point >= ' ' && point < 0x7FU) {
      quoted += static_cast<char>(point);
    } else if (point <= 0xFFFFU) {
      quoted += fmt::format("\\{:04x}", point);
    } else {
      quoted += fmt::format("\\+{:06x}", point);
    }
    at += length;
  }
  return quoted + "'";
}

struct Literal {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(std::int64_t number) const {
    return fmt::format("CAST({} AS BIGINT)", number);
  }
  std::string operator()(std::string_view text) const { return text_literal(text); }
  std::string operator()(Bytes bytes) const {
    std::string text = "X'";
    for (const char c : bytes.value) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return text + "'";
  }
};

}  // namespace

std::string literal(const Parameter& value) { return std::visit(Literal{}, value); }

H2Statement::H2Statement(H2Connection& connection, const std::string& sql)
    : connection_(connection), pieces_(pieces_between_parameters(sql)) {
  const std::string word = first_word(sql);
  kind_ = std::ranges::find(queries, word) != queries.end()   ? Kind::query
          : std::ranges::find(changes, word) != changes.end() ? Kind::change
                                                              : Kind::other;
  if (std::ranges::find(others, word) == others.end())
    connection_.check(fmt::format("{}", fmt::join(pieces_, "NULL")));
  if (pieces_.size() == 1) {
    sql_ = pieces_.front();
    bound_ = true;
  }
}

void H2Statement::bind(std::span<const Parameter> parameters) {
  if (parameters.size() + 1 != pieces_.size()) {
    fail(fmt::format("{} parameters for a statement of {}", parameters.size(), pieces_.size() - 1));
  }
  sql_ = pieces_.front();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    sql_ += literal(parameters[i]) + pieces_[i + 1];
  }
  bound_ = true;
  rows_.reset();
  at_end_ = false;
  row_.clear();
}

void H2Statement::start() {
  if (!bound_) fail("a statement without its parameters");
  rows_ = connection_.query(sql_, columns_);
  at_end_ = false;
}

bool H2Statement::next() {
  if (kind_ != Kind::query) {
    run();
    return false;
  }
  if (!rows_ && !at_end_) start();
  if (at_end_ || !rows_->reader.next(row_)) {
    at_end_ = true;
    row_.clear();
    return false;
  }
  return true;
}

std::int64_t H2Statement::run() {
  if (!bound_) fail("a statement without its parameters");
  if (kind_ == Kind::change) return connection_.change(sql_);
  if (kind_ == Kind::other) {
    connection_.run(sql_);
    return 0;
  }
  start();
  while (next()) {
  }
  rows_.reset();
  at_end_ = false;
  return 0;
}

const std::optional<std::string>& H2Statement::value(int column) const {
  if (column < 0 || static_cast<std::size_t>(column) >= row_.size()) {
    fail("a row or column was asked for that is not there");
  }
  return row_[static_cast<std::size_t>(column)];
}

std::string_view H2Statement::text(int column) const {
  const auto& held = value(column);
  return held ? std::string_view(*held) : std::string_view();
}

std::int64_t H2Statement::integer(int column) const {
  const std::string_view held = text(column);
  if (held == "TRUE") return 1;
  std::int64_t number = 0;
  std::from_chars(held.data(), held.data() + held.size(), number);
  return number;
}

}  // namespace tokenshift::db::h2
