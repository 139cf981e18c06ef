// SPDX-License-Identifier: Apache-2.0
// The scripts for engines that cannot be run here are held against the facts of their schemas,
// statement by statement; those of the others are run in script_engines_test.cpp.
#include "tokenshift/apps/script.hpp"

#include "tokenshift/lab/schema.hpp"

#include "support/errors.hpp"
#include "support/sql_script.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

namespace tokenshift::apps {
namespace {

using test::error_of;
using test::SqlToken;
using Kind = test::SqlToken::Kind;

using Columns = std::map<std::string, std::string>;  // name to type

// The words of our SQL that name no table and no column.
const std::set<std::string> keywords{
    "SELECT", "FROM",    "WHERE",  "AND",         "OR",     "NOT",     "IN",
    "EXISTS", "IS",      "NULL",   "AS",          "JOIN",   "ON",      "UPDATE",
    "SET",    "DELETE",  "INSERT", "INTO",        "VALUES", "CASE",    "WHEN",
    "THEN",   "ELSE",    "END",    "UNION",       "ALL",    "ORDER",   "GROUP",
    "BY",     "COUNT",   "MIN",    "MAX",         "LOWER",  "COLLATE", "LATIN1_GENERAL_BIN2",
    "TOP",    "LIMIT",   "FETCH",  "FIRST",       "ROWS",   "ONLY",    "TRUE",
    "FALSE",  "COMMIT",  "BEGIN",  "TRANSACTION", "START",  "CAST",    "CONVERT",
    "USING",  "UTF8MB4", "BINARY"};

struct Checked {
  std::string dialect;
  std::map<std::string, Columns> tables;  // of API-M, and ours as the script makes them
};

std::map<std::string, Columns> facts(std::string_view version, const std::string& dialect) {
  std::map<std::string, Columns> tables;
  for (const auto& fact : lab::schema_columns(version, lab::Source::apim, dialect)) {
    tables[fact.table][fact.name] = fact.type;
  }
  return tables;
}

// 2047 of "VARCHAR(2047)", "VARCHAR2(2047 CHAR)"; 0 where there is no length.
std::size_t length_of(const std::string& type) {
  const std::size_t open = type.find('(');
  return open == std::string::npos ? 0 : std::stoul(type.substr(open + 1));
}

// The statement that makes a table, wherever the dialect hides it: name and columns.
bool take_table(const std::vector<SqlToken>& tokens, Checked& checked) {
  std::vector<SqlToken> create = tokens;
  for (const SqlToken& token : tokens) {
    if (token.kind == Kind::text && token.text.starts_with("CREATE TABLE")) {
      create = test::sql_tokens(token.text);
    }
  }
  const auto table = std::ranges::find(create, "TABLE", &SqlToken::text);
  const bool creates =
      table != create.end() && table != create.begin() && (table - 1)->text == "CREATE";
  if (!creates) return false;
  auto at = table + 1;
  if (at->text == "IF") at += 3;  // IF NOT EXISTS
  const std::string name = (at++)->text;
  CHECK(name.starts_with("TOKENSHIFT_"));
  CHECK(name.size() <= 30);  // Oracle before 12.2
  REQUIRE(at->text == "(");
  Columns& columns = checked.tables[name];
  int depth = 0;
  for (bool starts = true; at != create.end(); ++at) {
    if (at->text == "(" && depth++ == 0) continue;
    if (at->text == ")" && --depth == 0) break;
    if (depth == 1 && at->text == ",") {
      starts = true;
    } else if (starts) {
      std::string type = (at + 1)->text;
      if ((at + 2)->text == "(") type += "(" + (at + 3)->text + ")";
      if (at->text != "PRIMARY") columns[at->text] = type;
      starts = false;
    }
  }
  CHECK(columns.size() >= 1);
  return true;
}

// Which table an alias stands for; a subquery's columns are those that its SELECT names.
struct Names {
  // Alias to tables, and each table to itself: the parts of a UNION have aliases of their own.
  std::map<std::string, std::set<std::string>> aliases;
  std::set<std::string> made;  // aliases of columns and of subqueries
};

Names names_in(const std::vector<SqlToken>& tokens, const Checked& checked) {
  Names names;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::string& word = tokens[i].text;
    const bool before_table =
        tokens[i].kind == Kind::word &&
        (word == "FROM" || word == "JOIN" || word == "INTO" || (word == "UPDATE" && i == 0));
    if (before_table && tokens[i + 1].text != "(") {
      const std::string& table = tokens[i + 1].text;
      CAPTURE(table);
      CHECK(checked.tables.contains(table));
      names.aliases[table].insert(table);
      const bool aliased = i + 2 < tokens.size() && tokens[i + 2].kind == Kind::word &&
                           !keywords.contains(tokens[i + 2].text);
      if (aliased) names.aliases[tokens[i + 2].text].insert(table);
    }
    if (word == "AS") names.made.insert(tokens[i + 1].text);
    // ") F": the name of a subquery.
    if (word == ")" && tokens[i + 1].kind == Kind::word && !keywords.contains(tokens[i + 1].text)) {
      names.made.insert(tokens[i + 1].text);
    }
  }
  return names;
}

bool has_column(const std::set<std::string>& tables, const std::string& column,
                const Checked& checked) {
  return std::ranges::any_of(tables, [&](const std::string& table) {
    const auto found = checked.tables.find(table);
    return found != checked.tables.end() && found->second.contains(column);
  });
}

void check_words(const std::vector<SqlToken>& tokens, const Names& names, const Checked& checked) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const SqlToken& token = tokens[i];
    if (token.kind != Kind::word || keywords.contains(token.text)) continue;
    CAPTURE(token.text);
    if (i >= 2 && tokens[i - 1].text == ".") {
      const std::string& owner = tokens[i - 2].text;
      CAPTURE(owner);
      const auto alias = names.aliases.find(owner);
      const bool known = alias == names.aliases.end()
                             ? names.made.contains(owner) &&
                                   (names.made.contains(token.text) || token.text == "APP_ID")
                             : has_column(alias->second, token.text, checked);
      CHECK(known);
      continue;
    }
    const bool name = names.aliases.contains(token.text) || names.made.contains(token.text);
    const bool column = std::ranges::any_of(names.aliases, [&](const auto& alias) {
      return has_column(alias.second, token.text, checked);
    });
    CHECK((name || column));
  }
}

// `SET column = 'text'`: the text fits. INSERT never names the key that the database makes.
void check_writes(const std::vector<SqlToken>& tokens, const Checked& checked) {
  if (tokens.front().text == "UPDATE") {
    const Columns& columns = checked.tables.at(tokens.at(1).text);
    const std::string& type = columns.at(tokens.at(3).text);
    CAPTURE(type);
    const SqlToken& value = tokens.at(5);
    if (value.kind == Kind::text) CHECK(value.text.size() <= length_of(type));
    if (value.text == "TRUE" || value.text == "FALSE") CHECK(type == "BOOLEAN");
    if (type == "BOOLEAN") CHECK(value.kind != Kind::text);
  }
  if (tokens.front().text == "INSERT" && !tokens.at(2).text.starts_with("TOKENSHIFT_")) {
    CHECK(tokens.at(2).text == "IDN_OIDC_PROPERTY");
    for (auto token = tokens.begin(); token->text != "SELECT"; ++token) CHECK(token->text != "ID");
  }
}

void check_spelling(const std::vector<SqlToken>& tokens, const std::string& dialect) {
  const auto has = [&](const char* word) {
    return std::ranges::find(tokens, word, &SqlToken::text) != tokens.end();
  };
  int depth = 0;
  for (const SqlToken& token : tokens) {
    depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0;
    CHECK(depth >= 0);
  }
  CHECK(depth == 0);
  CHECK_FALSE(has("\""));
  CHECK_FALSE(has("`"));
  CHECK_FALSE(has("LIMIT"));
  if (dialect == "mssql") {
    CHECK_FALSE(has("||"));
    CHECK_FALSE(has("FETCH"));
  } else {
    CHECK_FALSE(has("+"));
    CHECK_FALSE(has("TOP"));
    CHECK_FALSE(has("COLLATE"));
  }
  if (dialect != "oracle23") {
    CHECK_FALSE(has("TRUE"));
    CHECK_FALSE(has("FALSE"));
  }
  if (!dialect.starts_with("oracle")) return;
  // Oracle knows AS before the name of a column, but not before that of a table.
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    const bool after_table = tokens[i].text == "AS" && i >= 2 &&
                             (tokens[i - 2].text == "FROM" || tokens[i - 2].text == "JOIN");
    CHECK_FALSE(after_table);
  }
}

void check_script(const std::string& text, Checked checked) {
  const test::SqlScript script = test::split_script(text, checked.dialect);
  CHECK(script.rest.empty());
  CHECK(script.statements.size() > 20);
  int commits = 0;
  for (const std::string& statement : script.statements) {
    CAPTURE(statement);
    const auto tokens = test::sql_tokens(statement);
    REQUIRE_FALSE(tokens.empty());
    if (take_table(tokens, checked)) continue;
    const std::string& first = tokens.front().text;
    if (first == "COMMIT") ++commits;
    const bool control = first == "COMMIT" || first == "BEGIN" || first == "SET";
    if (control) continue;
    check_spelling(tokens, checked.dialect);
    check_words(tokens, names_in(tokens, checked), checked);
    check_writes(tokens, checked);
  }
  CHECK(commits >= 6);
}

// The tables of the conversion script, which the undo script finds.
std::map<std::string, Columns> with_ours(const std::string& dialect, Checked checked) {
  const auto text = conversion_script({.dialect = dialect, .notes = {}});
  for (const std::string& statement : test::split_script(text, dialect).statements) {
    take_table(test::sql_tokens(statement), checked);
  }
  return checked.tables;
}

TEST_CASE("every table, column and text of a script fits the schema of its dialect") {
  for (const std::string dialect : {"oracle", "oracle23", "mssql", "db2"}) {
    for (const std::string version : {"4.3.0", "4.4.0", "4.5.0", "4.6.0", "4.7.0"}) {
      CAPTURE(dialect);
      CAPTURE(version);
      const Checked checked{dialect, facts(version, dialect)};
      const ScriptRequest request{
          .dialect = dialect, .custom = {{"Acme", "O'Brien"}, {"Kept"}}, .notes = {}};
      check_script(conversion_script(request), checked);
      check_script(undo_script(request), {dialect, with_ours(dialect, checked)});
    }
  }
}

TEST_CASE("a table for old values holds what the column it is for can hold") {
  const std::map<std::string, std::pair<std::string, std::string>> columns{
      {"TOKENSHIFT_BEFORE_TYPE", {"IDN_OIDC_PROPERTY", "PROPERTY_VALUE"}},
      {"TOKENSHIFT_BEFORE_APPLICATION", {"AM_APPLICATION", "TOKEN_TYPE"}},
      {"TOKENSHIFT_BEFORE_METADATA", {"SP_METADATA", "VALUE"}},
      {"TOKENSHIFT_BEFORE_USER_FLAG", {"SP_APP", "IS_USE_USER_DOMAIN_SUBJECT"}},
      {"TOKENSHIFT_BEFORE_TENANT_FLAG", {"SP_APP", "IS_USE_TENANT_DOMAIN_SUBJECT"}}};
  for (const std::string_view dialect : script_dialects()) {
    const std::string name(dialect);
    CAPTURE(name);
    const auto tables = with_ours(name, {name, facts("4.6.0", name)});
    for (const auto& [before, of] : columns) {
      CAPTURE(before);
      const std::string& kept = tables.at(before).at("OLD_VALUE");
      const std::string& column = tables.at(of.first).at(of.second);
      CHECK(length_of(kept) >= length_of(column));
      CHECK((kept == "BOOLEAN") == (column == "BOOLEAN"));
    }
  }
}

TEST_CASE("each dialect is committed, stopped at errors and batched as its client wants it") {
  const auto text = [](const char* dialect) {
    return conversion_script({.dialect = dialect, .notes = {}});
  };
  CHECK(text("oracle").find("WHENEVER SQLERROR EXIT FAILURE ROLLBACK\n") != std::string::npos);
  CHECK(text("oracle").find("\nEND;\n/\n") != std::string::npos);
  CHECK(text("oracle23").find("= TRUE") != std::string::npos);
  CHECK(text("mssql").find("COMMIT TRANSACTION;\nGO\n") != std::string::npos);
  CHECK(text("mssql").find("SET XACT_ABORT ON;") != std::string::npos);
  CHECK(text("db2").find("\nEND@\n--#SET TERMINATOR ;\n") != std::string::npos);
  CHECK(text("postgresql").find("\\set ON_ERROR_STOP on") != std::string::npos);
  CHECK(text("mysql").find(", CREATED_TIME = CREATED_TIME\n") != std::string::npos);
  CHECK(text("h2").find("SP_METADATA SET \"VALUE\" = ") != std::string::npos);
}

TEST_CASE("the name of a custom issuer cannot leave its literal or its comment") {
  const ScriptRequest quote{
      .dialect = "db2", .custom = {{"a'; DROP TABLE SP_APP; --"}, {}}, .notes = {}};
  CHECK(conversion_script(quote).find("'a''; DROP TABLE SP_APP; --.'") != std::string::npos);
  const ScriptRequest line{
      .dialect = "db2", .custom = {{"a\nDROP TABLE SP_APP;"}, {}}, .notes = {}};
  CHECK(error_of([&] { conversion_script(line); }).kind() == ErrorKind::usage);
  const ScriptRequest note{.dialect = "db2", .notes = {"a\nDROP TABLE SP_APP;"}};
  CHECK(conversion_script(note).find("\nDROP TABLE") == std::string::npos);
}

TEST_CASE("a dialect is told by the URL of a data source") {
  CHECK(script_dialect_of("jdbc:sqlserver://db:1433;databaseName=apim_db") == "mssql");
  CHECK(script_dialect_of("jdbc:oracle:thin:@//db:1521/apim") == "oracle");
  CHECK(script_dialect_of("jdbc:db2://db:50000/apim") == "db2");
  CHECK(script_dialect_of("jdbc:mariadb://db/apim") == "mysql");
  CHECK(script_dialect_of("jdbc:h2:./repository/database/WSO2AM_DB") == "h2");
  CHECK(script_dialect_of("sqlite:x.db").empty());
  CHECK(error_of([] { conversion_script({.dialect = "sybase", .notes = {}}); }).kind() ==
        ErrorKind::usage);
}

}  // namespace
}  // namespace tokenshift::apps
