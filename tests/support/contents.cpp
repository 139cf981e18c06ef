// SPDX-License-Identifier: Apache-2.0
#include "support/contents.hpp"

#include "tokenshift/lab/schema.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace tokenshift::test {
namespace {

// A column that points at a row of another table by a number, and what tells that row.
struct Pointer {
  std::string_view from;  // what the names of its tables begin with
  std::string_view column;
  std::string_view table;
  std::string_view key;
  std::string_view tells;
};

constexpr auto pointers = std::to_array<Pointer>({
    {"AM_", "SUBSCRIBER_ID", "AM_SUBSCRIBER", "SUBSCRIBER_ID", "USER_ID"},
    {"AM_", "APPLICATION_ID", "AM_APPLICATION", "APPLICATION_ID", "UUID"},
    {"AM_", "APP_ID", "AM_APPLICATION", "APPLICATION_ID", "UUID"},
    {"SP_", "APP_ID", "SP_APP", "ID", "UUID"},
    {"SP_", "SP_ID", "SP_APP", "ID", "UUID"},
    {"IDN_", "CONSUMER_KEY_ID", "IDN_OAUTH_CONSUMER_APPS", "ID", "CONSUMER_KEY"},
});

std::string text_of_blob(const db::Dialect& dialect, const std::string& column) {
  if (dialect.name == "postgresql") return fmt::format("CONVERT_FROM({}, 'UTF8')", column);
  if (dialect.name == "mysql") return fmt::format("CONVERT({} USING utf8mb4)", column);
  if (dialect.name == "h2") return fmt::format("UTF8TOSTRING({})", column);
  return fmt::format("CAST({} AS VARCHAR)", column);
}

std::string expression(const db::Dialect& dialect, const lab::ColumnFact& fact) {
  const std::string column = fact.name == "VALUE" ? std::string(dialect.value_column) : fact.name;
  for (const Pointer& pointer : pointers) {
    if (fact.name != pointer.column || fact.table == pointer.table) continue;
    if (!fact.table.starts_with(pointer.from)) continue;
    return fmt::format("(SELECT P.{} FROM {} P WHERE P.{} = T.{})", pointer.tells, pointer.table,
                       pointer.key, column);
  }
  if (fact.type.starts_with("TIMESTAMP"))
    return db::spelled(dialect.milliseconds_of, "T." + column);
  if (fact.type == "BYTEA") return text_of_blob(dialect, "T." + column);
  if (fact.type == "BOOLEAN") {
    return fmt::format("CASE WHEN T.{} = {} THEN 1 ELSE 0 END", column, dialect.yes);
  }
  return "T." + column;
}

// A number that the database makes.
bool is_made(const lab::ColumnFact& fact) {
  return fact.type == "SERIAL" || fact.default_value.starts_with("NEXTVAL");
}

void read_table(db::Connection& database, const std::string& table,
                const std::vector<std::string>& expressions, std::vector<std::string>& lines) {
  const auto rows =
      database.prepare(fmt::format("SELECT {} FROM {} T", fmt::join(expressions, ", "), table));
  while (rows->next()) {
    std::string line = table;
    for (int i = 0; i < static_cast<int>(expressions.size()); ++i) {
      line += '|';
      line += rows->is_null(i) ? "\\N" : rows->text(i);
    }
    lines.push_back(std::move(line));
  }
}

}  // namespace

std::vector<std::string> logical_rows(db::Connection& database, std::string_view apim_version,
                                      const std::function<bool(std::string_view table)>& wanted) {
  const auto facts = lab::schema_columns(apim_version, lab::Source::apim, "postgresql");
  std::vector<std::string> lines;
  for (const std::string& table : lab::table_names(apim_version, lab::Source::apim)) {
    if (wanted && !wanted(table)) continue;
    std::vector<std::string> expressions;
    for (const lab::ColumnFact& fact : facts) {
      if (fact.table == table && !is_made(fact)) {
        expressions.push_back(expression(database.dialect(), fact));
      }
    }
    read_table(database, table, expressions, lines);
  }
  std::ranges::sort(lines);
  return lines;
}

std::string difference(const std::vector<std::string>& left,
                       const std::vector<std::string>& right) {
  std::vector<std::string> removed;
  std::vector<std::string> added;
  std::ranges::set_difference(left, right, std::back_inserter(removed));
  std::ranges::set_difference(right, left, std::back_inserter(added));
  std::string text;
  std::size_t room = 20;
  for (const auto& [sign, lines] : {std::pair{'-', &removed}, std::pair{'+', &added}}) {
    for (const std::string& line : *lines) {
      if (room-- == 0) return text + "…\n";
      text += fmt::format("{}{}\n", sign, line);
    }
  }
  return text;
}

}  // namespace tokenshift::test
