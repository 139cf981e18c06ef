// SPDX-License-Identifier: Apache-2.0
#include "sql_text.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>
#include <cctype>

namespace tokenshift::db {
namespace {

// The position after a quoted text or comment that starts at `at`; `at` when none does.
std::size_t after_special(std::string_view sql, std::size_t at) {
  const auto past = [&](std::string_view end, std::size_t from) {
    const std::size_t found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
  };
  const char c = sql[at];
  // A doubled quote inside ends one text and starts the next: the same to us.
  if (c == '\'' || c == '"' || c == '`') return past({&c, 1}, at + 1);
  if (sql.substr(at, 2) == "--") return past("\n", at);
  if (sql.substr(at, 2) == "/*") return past("*/", at + 2);
  return at;
}

std::vector<std::string> split_at(std::string_view sql, char separator) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t after = after_special(sql, at);
    if (after > at) {
      parts.back() += sql.substr(at, after - at);
      at = after;
    } else {
      if (sql[at] == separator) {
        parts.emplace_back();
      } else {
        parts.back() += sql[at];
      }
      ++at;
    }
  }
  return parts;
}

}  // namespace

std::vector<std::string> pieces_between_parameters(std::string_view sql) {
  return split_at(sql, '?');
}

std::vector<std::string> statements_of(std::string_view sql) {
  std::vector<std::string> statements;
  for (const std::string& part : split_at(sql, ';')) {
    if (!first_word(part).empty()) statements.emplace_back(trimmed(part));
  }
  return statements;
}

std::string first_word(std::string_view sql) {
  std::size_t at = 0;
  for (;;) {
    while (at < sql.size() && (std::isspace(static_cast<unsigned char>(sql[at])) != 0)) ++at;
    const bool comment = sql.substr(at, 2) == "--" || sql.substr(at, 2) == "/*";
    if (!comment) break;
    at = after_special(sql, at);
  }
  std::size_t end = at;
  while (end < sql.size() && (std::isalpha(static_cast<unsigned char>(sql[end])) != 0)) ++end;
  if (end == at && at < sql.size()) ++end;  // "(": a word of its own
  std::string word(sql.substr(at, end - at));
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::toupper(c); });
  return word;
}

}  // namespace tokenshift::db
