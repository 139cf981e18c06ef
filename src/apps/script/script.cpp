// SPDX-License-Identifier: Apache-2.0
// Every target goes the same way: forget the old values of rows that are no longer ours, note those
// of the rows that have to change, change them, commit.
#include "tokenshift/apps/script.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/version.hpp"

#include "conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::apps {
namespace {

constexpr std::string_view scope = "TOKENSHIFT_SCOPE";
constexpr std::string_view in_scope =
    "EXISTS (SELECT 1 FROM TOKENSHIFT_SCOPE S WHERE S.CLIENT_ID = A.ID)";

// Where the old values of a target are kept. Names of up to 30 characters: Oracle before 12.2.
struct Before {
  Target target;
  std::string_view table;
  int length;  // of the old value; 0: none is kept
};
constexpr std::array befores{
    Before{Target::type_row, "TOKENSHIFT_BEFORE_TYPE", 2047},
    Before{Target::missing_type, "TOKENSHIFT_BEFORE_ADDED", 0},
    Before{Target::application, "TOKENSHIFT_BEFORE_APPLICATION", 100},
    Before{Target::metadata, "TOKENSHIFT_BEFORE_METADATA", 255},
    Before{Target::user_domain, "TOKENSHIFT_BEFORE_USER_FLAG", 1},
    Before{Target::tenant_domain, "TOKENSHIFT_BEFORE_TENANT_FLAG", 1},
};

constexpr std::array<std::string_view, 5> feature_tables{
    "IDN_INVALID_TOKENS", "IDN_APP_REVOKED_EVENT", "IDN_SUBJECT_ENTITY_REVOKED_EVENT",
    "AM_APP_REVOKED_EVENT", "AM_SUBJECT_ENTITY_REVOKED_EVENT"};

class Script {
 public:
  Script(const ScriptDialect& dialect, const ScriptRequest& request)
      : dialect_(dialect), request_(request), conditions_(dialect, request.custom) {}

  std::string conversion();
  std::string undo();

 private:
  void title(std::string_view what);
  void comment(std::string_view text) { text_ += fmt::format("-- {}\n", text); }
  void section(std::string_view name, std::initializer_list<std::string_view> about);
  void line(std::string_view text) {
    if (!text.empty()) text_ += fmt::format("{}\n", text);
  }
  void statement(const std::string& sql) { line(sql + ";"); }
  void commit();

  void preconditions();
  void tables();
  void choose_clients();
  void forget(const TargetSpec& spec, const Before& before);
  void convert(const TargetSpec& spec, const Before& before);
  void add_missing(const TargetSpec& spec, const Before& before);
  void verification();
  void restore(const TargetSpec& spec, const Before& before);

  const ScriptDialect& dialect_;
  const ScriptRequest& request_;
  Conditions conditions_;
  std::string text_;
  int section_ = 0;
};

void Script::title(std::string_view what) {
  comment(fmt::format("tokenshift {}: {}", program_version(), what));
  comment(fmt::format("for {}, API-M 4.3.0 to 4.7.0, {}", dialect_.title,
                      request_.database.empty()
                          ? "the database that deployment.toml calls apim_db (WSO2AM_DB)"
                          : "the database " + request_.database));
  for (const std::string& note : request_.notes) comment(printable(note));
  comment("");
  comment(fmt::format("run:  {}", dialect_.run));
  comment(
      "It stops at the first error; then and later it may be run again. Stop all servers first:");
  comment("they cache clients. Take a backup first, as before any change of this size.");
}

void Script::section(std::string_view name, std::initializer_list<std::string_view> about) {
  text_ += fmt::format("\n-- {}. {}\n", ++section_, name);
  for (const std::string_view sentence : about) comment("   " + std::string(sentence));
}

void Script::commit() {
  line(dialect_.commit);
  line(dialect_.batch_end);
}

void Script::preconditions() {
  section(
      "Preconditions",
      {"An error here means: a database from before API-M 4.3, or another one than apim_db.",
       "The newest token has to be older than the moment when the servers were stopped (UTC)."});
  for (const std::string_view table : feature_tables) {
    statement(fmt::format("SELECT COUNT(*) AS TABLE_IS_THERE FROM {} WHERE 1 = 0", table));
  }
  statement("SELECT MAX(TIME_CREATED) AS NEWEST_TOKEN FROM IDN_OAUTH2_ACCESS_TOKEN");
}

void Script::tables() {
  const auto table = [&](std::string_view name, const std::string& columns) {
    line(fmt::format(fmt::runtime(dialect_.create_table), name, columns));
    line(dialect_.batch_end);
  };
  section("Tables of this script",
          {"The clients that become JWT, and the old value of every row that is changed."});
  line(dialect_.begin);
  table(scope,
        fmt::format("CLIENT_ID {} NOT NULL, MISSING INTEGER NOT NULL, PRIMARY KEY (CLIENT_ID)",
                    dialect_.key_type));
  for (const Before& before : befores) {
    const std::string value = is_flag(spec_of(before.target))
                                  ? std::string(dialect_.flag_type)
                                  : fmt::format(fmt::runtime(dialect_.text_type), before.length);
    table(before.table,
          fmt::format("ROW_ID {} NOT NULL, {}PRIMARY KEY (ROW_ID)", dialect_.key_type,
                      before.length == 0 ? "" : fmt::format("OLD_VALUE {}, ", value)));
  }
  commit();
}

void Script::choose_clients() {
  section(
      "The clients that become JWT",
      {"Every OAuth 2.0 client whose custom issuer does not keep it: only exactly JWT is JWT to",
       "the server, in a row of the client's own tenant."});
  for (const std::string& name : request_.custom.convert) {
    comment("   custom issuer to convert: " + printable(name));
  }
  for (const std::string& name : request_.custom.accept) {
    comment("   custom issuer that may stay: " + printable(name));
  }
  line(dialect_.begin);
  statement(fmt::format("DELETE FROM {}", scope));
  statement(
      fmt::format("INSERT INTO {} (CLIENT_ID, MISSING)\n"
                  "SELECT A.ID, CASE WHEN {} THEN 0 ELSE 1 END\n"
                  "  FROM IDN_OAUTH_CONSUMER_APPS A\n"
                  " WHERE {}",
                  scope, conditions_.has_type(), conditions_.becomes_jwt()));
  commit();
  comment("   Some of the clients that stay as they are, because a custom issuer keeps them:");
  statement(
      fmt::format("SELECT {}A.ID, A.CONSUMER_KEY, A.APP_NAME\n"
                  "  FROM IDN_OAUTH_CONSUMER_APPS A\n"
                  " WHERE {}\n"
                  " ORDER BY A.ID{}",
                  dialect_.first_rows, conditions_.has_kept_issuer(), dialect_.rows_only));
}

void Script::forget(const TargetSpec& spec, const Before& before) {
  statement(
      fmt::format("DELETE FROM {0}\n"
                  " WHERE NOT EXISTS (SELECT 1 FROM {1} T\n"
                  "        WHERE T.{2} = {0}.ROW_ID AND {3})",
                  before.table, spec.table, spec.id, conditions_.is_written(spec, "T.")));
}

void Script::convert(const TargetSpec& spec, const Before& before) {
  const std::string column = conditions_.column_of(spec);
  section(fmt::format("{}.{} becomes {}", spec.table, spec.column, conditions_.value_of(spec)),
          {"forget what is no longer ours, note the old values, change, commit"});
  line(dialect_.begin);
  forget(spec, before);
  statement(
      fmt::format("INSERT INTO {} (ROW_ID, OLD_VALUE)\n"
                  "SELECT T.{}, T.{}\n"
                  "  FROM {} T\n"
                  " WHERE {}",
                  before.table, spec.id, column, spec.table,
                  conditions_.has_to_change(spec, std::string(in_scope))));
  statement(
      fmt::format("UPDATE {} SET {} = {}{}\n"
                  " WHERE {} IN (SELECT ROW_ID FROM {})\n"
                  "   AND {}",
                  spec.table, column, conditions_.value_of(spec),
                  spec.target == Target::application ? dialect_.keep_created : "", spec.id,
                  before.table, conditions_.is_not_written(spec, "")));
  commit();
}

void Script::add_missing(const TargetSpec& spec, const Before& before) {
  section("Clients without a token type row of their tenant get one",
          {"never with an ID: the database numbers the rows"});
  line(dialect_.begin);
  forget(spec, before);
  statement(fmt::format(
      "INSERT INTO {} (TENANT_ID, CONSUMER_KEY, PROPERTY_KEY, {})\n"
      "SELECT A.TENANT_ID, A.CONSUMER_KEY, 'tokenType', {}\n"
      "  FROM IDN_OAUTH_CONSUMER_APPS A\n"
      "  JOIN {} S ON S.CLIENT_ID = A.ID AND S.MISSING = 1\n"
      " WHERE NOT {}",
      spec.table, spec.column, conditions_.value_of(spec), scope, conditions_.has_type()));
  const std::string of_missing = fmt::format(
      "SELECT P.ID FROM {} P\n"
      "  JOIN IDN_OAUTH_CONSUMER_APPS A\n"
      "    ON A.CONSUMER_KEY = P.CONSUMER_KEY AND A.TENANT_ID = P.TENANT_ID\n"
      "  JOIN {} S ON S.CLIENT_ID = A.ID AND S.MISSING = 1\n"
      " WHERE {} AND {}",
      spec.table, scope, conditions_.is_type("P."), conditions_.is_written(spec, "P."));
  statement(fmt::format("INSERT INTO {} (ROW_ID)\n{}", before.table, of_missing));
  statement(fmt::format("UPDATE {} SET MISSING = 0 WHERE MISSING = 1", scope));
  commit();
}

void Script::verification() {
  section("Verification: this query has to return no rows",
          {"It asks the tables of API-M alone, as tokenshift apps verify does."});
  std::string query = fmt::format(
      "SELECT 'client is not JWT' AS PROBLEM, A.ID AS ROW_ID\n"
      "  FROM IDN_OAUTH_CONSUMER_APPS A\n"
      " WHERE {}",
      conditions_.is_not_jwt());
  const std::string chosen = conditions_.becomes_jwt();
  for (const Before& before : befores) {
    const TargetSpec& spec = spec_of(before.target);
    if (before.target == Target::type_row || before.target == Target::missing_type) continue;
    query += fmt::format(
        "\nUNION ALL\n"
        "SELECT '{}.{}' AS PROBLEM, T.{} AS ROW_ID\n"
        "  FROM {} T\n"
        " WHERE {}",
        spec.table, spec.column, spec.id, spec.table, conditions_.has_to_change(spec, chosen));
  }
  statement(query);
  line(dialect_.batch_end);
}

std::string Script::conversion() {
  title("OAuth clients become JWT");
  text_ += '\n';
  line(dialect_.prologue);
  preconditions();
  tables();
  choose_clients();
  for (const Before& before : befores) {
    const TargetSpec& spec = spec_of(before.target);
    if (before.target == Target::missing_type) {
      add_missing(spec, before);
    } else {
      convert(spec, before);
    }
  }
  verification();
  text_ += '\n';
  comment("Next: start the servers only after the configuration is changed, too.");
  comment(fmt::format("Back: tokenshift apps plan -o sql --dialect {} --undo", dialect_.name));
  return std::move(text_);
}

void Script::restore(const TargetSpec& spec, const Before& before) {
  const std::string column = conditions_.column_of(spec);
  section(fmt::format("{}.{} as it was", spec.table, spec.column),
          {"rows that somebody else changed since are listed, and stay"});
  line(dialect_.begin);
  statement(
      fmt::format("SELECT B.ROW_ID AS ROW_THAT_STAYS FROM {} B\n"
                  " WHERE NOT EXISTS (SELECT 1 FROM {} T WHERE T.{} = B.ROW_ID AND {})",
                  before.table, spec.table, spec.id, conditions_.is_written(spec, "T.")));
  const std::string still_ours =
      fmt::format(" WHERE {} IN (SELECT ROW_ID FROM {})\n   AND {}", spec.id, before.table,
                  conditions_.is_written(spec, ""));
  if (before.length == 0) {
    statement(fmt::format("DELETE FROM {}\n{}", spec.table, still_ours));
  } else {
    statement(fmt::format(
        "UPDATE {0} SET {1} = (SELECT B.OLD_VALUE FROM {2} B WHERE B.ROW_ID = {0}.{3}){4}\n{5}",
        spec.table, column, before.table, spec.id,
        spec.target == Target::application ? dialect_.keep_created : "", still_ours));
  }
  statement(fmt::format("DELETE FROM {}", before.table));
  commit();
}

std::string Script::undo() {
  title("OAuth clients get back the types that the conversion script found");
  comment(
      "Once a server has run with the optimization on (4.3.0 to 4.6.0), do not: opaque clients");
  comment("would get tokens that are stored nowhere. Going forward is always possible.");
  text_ += '\n';
  line(dialect_.prologue);
  // What was written last goes back first.
  for (std::size_t left = befores.size(); left > 0; --left) {
    const Before& before = befores.at(left - 1);
    restore(spec_of(before.target), before);
  }
  text_ += '\n';
  comment("The tables of the script stay, empty but for the list of clients. When they are no");
  comment("longer wanted:");
  for (const Before& before : befores) comment(fmt::format("  DROP TABLE {};", before.table));
  comment(fmt::format("  DROP TABLE {};", scope));
  return std::move(text_);
}

const ScriptDialect& dialect_named(const std::string& name) {
  const auto all = all_script_dialects();
  const auto found = std::ranges::find(all, name, &ScriptDialect::name);
  if (found != all.end()) return *found;
  throw Error(ErrorKind::usage, fmt::format("no dialect \"{}\" for scripts", printable(name)),
              fmt::format("there are: {}", fmt::join(script_dialects(), ", ")));
}

void require_plain(const CustomIssuers& custom) {
  for (const auto* names : {&custom.convert, &custom.accept}) {
    for (const std::string& name : *names) {
      const bool plain = std::ranges::none_of(
          name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
      if (plain) continue;
      throw Error(ErrorKind::usage,
                  fmt::format("the custom issuer \"{}\" holds control characters", printable(name)),
                  "such a name cannot stand in a script; rename the issuer first");
    }
  }
}

}  // namespace

std::vector<std::string_view> script_dialects() {
  std::vector<std::string_view> names;
  for (const ScriptDialect& dialect : all_script_dialects()) names.push_back(dialect.name);
  return names;
}

std::string_view script_dialect_of(std::string_view url) {
  constexpr std::string_view jdbc = "jdbc:";
  if (url.starts_with(jdbc)) url.remove_prefix(jdbc.size());
  if (url.starts_with("mariadb:")) return "mysql";
  for (const ScriptDialect& dialect : all_script_dialects()) {
    if (url.starts_with(dialect.jdbc)) return dialect.name;
  }
  return {};
}

std::string conversion_script(const ScriptRequest& request) {
  require_plain(request.custom);
  return Script(dialect_named(request.dialect), request).conversion();
}

std::string undo_script(const ScriptRequest& request) {
  require_plain(request.custom);
  return Script(dialect_named(request.dialect), request).undo();
}

}  // namespace tokenshift::apps
