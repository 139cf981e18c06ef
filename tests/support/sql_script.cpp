// SPDX-License-Identifier: Apache-2.0
#include "support/sql_script.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

namespace tokenshift::test {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '@' || c == '\\';
}

bool blank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

// Lines that speak to the client and not to the database.
bool is_directive(const std::string& line, std::string_view dialect) {
  constexpr std::array<std::string_view, 4> sqlplus{"WHENEVER ", "SET DEFINE", "SET AUTOCOMMIT",
                                                    "SET SQLBLANKLINES"};
  if (dialect.starts_with("oracle")) {
    return std::ranges::any_of(sqlplus, [&](auto start) { return line.starts_with(start); });
  }
  if (dialect == "mssql") return line == "GO" || line.starts_with(":");
  if (dialect == "postgresql") return line.starts_with("\\");
  return false;
}

}  // namespace

std::vector<SqlToken> sql_tokens(std::string_view sql) {
  std::vector<SqlToken> tokens;
  for (std::size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    std::size_t end = at + 1;
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      at = end;
    } else if (sql.substr(at, 2) == "--") {
      at = std::min(sql.find('\n', at), sql.size());
    } else if (c == '\'') {
      std::string text;
      for (; end < sql.size(); ++end) {
        if (sql[end] == '\'' && sql.substr(end, 2) != "''") break;
        if (sql[end] == '\'') ++end;
        text += sql[end];
      }
      tokens.push_back({SqlToken::Kind::text, text});
      at = end + 1;
    } else if (is_word(c)) {
      while (end < sql.size() && is_word(sql[end])) ++end;
      std::string word(sql.substr(at, end - at));
      std::ranges::transform(word, word.begin(), [](unsigned char l) { return std::toupper(l); });
      const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
      if (word == "N" && end < sql.size() && sql[end] == '\'') {
        at = end;  // N'…'
        continue;
      }
      tokens.push_back({number ? SqlToken::Kind::number : SqlToken::Kind::word, word});
      at = end;
    } else {
      if (sql.substr(at, 2) == "<>" || sql.substr(at, 2) == "||") ++end;
      tokens.push_back({SqlToken::Kind::sign, std::string(sql.substr(at, end - at))});
      at = end;
    }
  }
  return tokens;
}

SqlScript split_script(std::string_view text, std::string_view dialect) {
  SqlScript script;
  std::istringstream lines{std::string(text)};
  std::string statement;
  char terminator = ';';
  bool block = false;  // of PL/SQL
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("--#SET TERMINATOR ")) {
      terminator = line.back();
      continue;
    }
    if (line.starts_with("--") || (statement.empty() && blank(line))) continue;
    if (statement.empty() && is_directive(line, dialect)) {
      script.directives.push_back(line);
      continue;
    }
    if (statement.empty() && line == "BEGIN" && dialect.starts_with("oracle")) block = true;
    if (block && line == "/") {
      script.statements.push_back(statement);
      statement.clear();
      block = false;
      continue;
    }
    const bool ends = !block && line.back() == terminator;
    statement += (ends ? line.substr(0, line.size() - 1) : line) + "\n";
    if (!ends) continue;
    script.statements.push_back(statement);
    statement.clear();
  }
  script.rest = statement;
  return script;
}

}  // namespace tokenshift::test
