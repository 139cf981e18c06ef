// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/lab/schema.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/lab/lab.hpp"

#include "release.hpp"
#include "schema_data.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace tokenshift::lab {
namespace {

const Engine& engine_of(std::string_view dialect) {
  const auto engines = all_engines();
  const auto found = std::ranges::find(engines, dialect, &Engine::name);
  if (found != engines.end()) return *found;
  throw Error(ErrorKind::usage,
              fmt::format("no tables are known for the dialect \"{}\"", printable(dialect)),
              fmt::format("name one of {}", fmt::join(schema_dialects(), ", ")));
}

bool belongs(std::string_view table, Source source) {
  return table.starts_with("UM_") == (source == Source::shared);
}

std::vector<Column> columns_of(const Release& release, Source source) {
  std::vector<Column> columns;
  for (const auto all : {am_columns(), idn_columns()}) {
    std::ranges::copy_if(all, std::back_inserter(columns), [&](const Column& column) {
      return belongs(column.table, source) && column.since <= release.number &&
             release.number < column.until;
    });
  }
  return columns;
}

std::vector<Key> keys_of(const Release& release, Source source, const Engine& engine) {
  std::vector<Key> keys;
  std::ranges::copy_if(all_keys(), std::back_inserter(keys), [&](const Key& key) {
    return belongs(key.table, source) && key.since <= release.number &&
           (key.engines & engine.bit) != 0;
  });
  return keys;
}

std::string_view sequence_of(std::string_view table) {
  const auto sequences = all_sequences();
  const auto found = std::ranges::find(sequences, table, &Sequence::table);
  return found == sequences.end() ? std::string_view{} : found->name;
}

std::string_view serial_column_of(std::string_view table) {
  for (const auto all : {am_columns(), idn_columns()}) {
    const auto found = std::ranges::find_if(all, [&](const Column& column) {
      return column.table == table && column.type == Type::serial;
    });
    if (found != all.end()) return found->name;
  }
  return {};
}

ColumnFact usual_fact(const Column& column, const Engine& engine) {
  ColumnFact fact{
      .table = std::string(column.table),
      .name = std::string(column.name),
      .type = fmt::format(fmt::runtime(engine.types[static_cast<std::size_t>(column.type)]),
                          column.length),
      .nullable = column.nullable,
      .default_value = std::string(column.default_value)};
  if (column.type == Type::flag && engine.bit == oracle23) {
    fact.default_value = column.default_value == "'1'" ? "TRUE" : "FALSE";
  }
  if (column.type == Type::serial && engine.bit == postgresql) {
    const std::string_view sequence = sequence_of(column.table);
    if (sequence.empty()) fact.type = "SERIAL";
    if (!sequence.empty()) fact.default_value = fmt::format("NEXTVAL('{}')", sequence);
  }
  return fact;
}

ColumnFact fact_of(const Column& column, const Release& release, const Engine& engine) {
  ColumnFact fact = usual_fact(column, engine);
  for (const Deviation& deviation : all_deviations()) {
    if (deviation.table != column.table || deviation.column != column.name) continue;
    if ((deviation.engines & engine.bit) == 0) continue;
    if (release.number < deviation.since || release.number >= deviation.until) continue;
    switch (deviation.of) {
      case Deviation::Of::type:
        fact.type = deviation.text;
        break;
      case Deviation::Of::nullable:
        fact.nullable = deviation.text == "NULL";
        break;
      case Deviation::Of::default_value:
        fact.default_value = deviation.text;
        break;
    }
  }
  return fact;
}

std::string column_line(const ColumnFact& fact, const Engine& engine) {
  std::string line =
      fmt::format("{} {}", fact.name == "VALUE" ? engine.value_column : fact.name, fact.type);
  if (!fact.default_value.empty()) line += " DEFAULT " + fact.default_value;
  // INTEGER PRIMARY KEY is never NULL on SQLite, and need not say so.
  if (!fact.nullable && !fact.type.ends_with("PRIMARY KEY")) line += " NOT NULL";
  return line;
}

std::string create_table(std::string_view table, const std::vector<ColumnFact>& columns,
                         const std::vector<Key>& keys, const Engine& engine) {
  std::vector<std::string> lines;
  bool keyed = false;  // by a column's own declaration
  for (const ColumnFact& column : columns) {
    if (column.table != table) continue;
    lines.push_back(column_line(column, engine));
    keyed = keyed || column.type.ends_with("PRIMARY KEY");
  }
  for (const Key& key : keys) {
    if (key.table != table) continue;
    if (key.kind == Kind::primary_key && !keyed) {
      lines.push_back(fmt::format("PRIMARY KEY ({})", key.columns));
    } else if (key.kind == Kind::foreign_key && engine.inline_foreign_keys) {
      lines.push_back(fmt::format("FOREIGN KEY ({}) REFERENCES {}", key.columns, key.references));
    }
  }
  return fmt::format("CREATE TABLE {} (\n  {}\n){}", table, fmt::join(lines, ",\n  "),
                     engine.table_suffix);
}

// What stands behind ALTER TABLE for a key; empty where the table has it already.
std::string clause_of(const Key& key, const Engine& engine) {
  switch (key.kind) {
    case Kind::primary_key:
      return {};
    case Kind::index:
      return fmt::format("ADD INDEX {} ({})", key.name, key.columns);
    case Kind::unique:
      return fmt::format("ADD CONSTRAINT {} UNIQUE ({})", key.name, key.columns);
    case Kind::foreign_key:
      if (engine.inline_foreign_keys) return {};
      return fmt::format("ADD FOREIGN KEY ({}) REFERENCES {}", key.columns, key.references);
  }
  return {};
}

std::string create_key(const Key& key, const Engine& engine) {
  const bool is_unique = key.kind == Kind::unique;
  if (key.kind == Kind::index || (is_unique && engine.bit == sqlite)) {
    return fmt::format("CREATE {}INDEX {} ON {} ({})", is_unique ? "UNIQUE " : "", key.name,
                       key.table, key.columns);
  }
  const std::string clause = clause_of(key, engine);
  return clause.empty() ? clause : fmt::format("ALTER TABLE {} {}", key.table, clause);
}

std::vector<std::string> one_alter_a_table(const std::vector<Key>& keys, const Engine& engine) {
  std::vector<std::string> statements;
  std::string_view table;
  for (const Key& key : keys) {
    const std::string clause = clause_of(key, engine);
    if (clause.empty()) continue;
    if (key.table == table) {
      statements.back() += ", " + clause;
    } else {
      statements.push_back(fmt::format("ALTER TABLE {} {}", key.table, clause));
    }
    table = key.table;
  }
  return statements;
}

// A foreign key wants the key that it points at.
std::vector<std::string> one_by_one(const std::vector<Key>& keys, const Engine& engine) {
  std::vector<std::string> statements;
  for (const bool foreign : {false, true}) {
    for (const Key& key : keys) {
      if ((key.kind == Kind::foreign_key) != foreign) continue;
      std::string statement = create_key(key, engine);
      if (!statement.empty()) statements.push_back(std::move(statement));
    }
  }
  return statements;
}

}  // namespace

std::span<const std::string_view> schema_dialects() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Engine& engine : all_engines()) all.push_back(engine.name);
    return all;
  }();
  return names;
}

std::vector<ColumnFact> schema_columns(std::string_view apim_version, Source source,
                                       std::string_view dialect) {
  const Release& release = release_of(apim_version);
  const Engine& engine = engine_of(dialect);
  std::vector<ColumnFact> facts;
  for (const Column& column : columns_of(release, source)) {
    facts.push_back(fact_of(column, release, engine));
  }
  return facts;
}

std::vector<std::string> table_names(std::string_view apim_version, Source source) {
  std::vector<std::string> names;
  for (const Column& column : columns_of(release_of(apim_version), source)) {
    if (names.empty() || names.back() != column.table) names.emplace_back(column.table);
  }
  return names;
}

std::vector<std::string> create_tables(std::string_view apim_version, Source source,
                                       std::string_view dialect) {
  const Engine& engine = engine_of(dialect);
  const auto columns = schema_columns(apim_version, source, dialect);
  const auto keys = keys_of(release_of(apim_version), source, engine);
  std::vector<std::string> statements;
  for (const std::string& table : table_names(apim_version, source)) {
    const std::string_view sequence = sequence_of(table);
    if (engine.bit == postgresql && !sequence.empty()) {
      statements.push_back(fmt::format("CREATE SEQUENCE {}", sequence));
    }
    statements.push_back(create_table(table, columns, keys, engine));
  }
  return statements;
}

std::vector<std::string> create_keys(std::string_view apim_version, Source source,
                                     std::string_view dialect) {
  const Engine& engine = engine_of(dialect);
  const auto keys = keys_of(release_of(apim_version), source, engine);
  std::vector<std::string> statements =
      engine.one_alter ? one_alter_a_table(keys, engine) : one_by_one(keys, engine);
  if (!engine.before_keys.empty()) statements.emplace(statements.begin(), engine.before_keys);
  if (!engine.after_keys.empty()) statements.emplace_back(engine.after_keys);
  return statements;
}

std::string continue_keys(std::string_view table, std::int64_t next, std::string_view dialect) {
  return fmt::format(fmt::runtime(engine_of(dialect).continue_keys), sequence_of(table), table,
                     serial_column_of(table), next);
}

std::vector<std::string> drop_tables(Source source, std::string_view dialect) {
  const Engine& engine = engine_of(dialect);
  std::vector<std::string> statements;
  for (const auto all : {am_columns(), idn_columns()}) {
    std::string_view last;
    for (const Column& column : all) {
      if (!belongs(column.table, source) || column.table == last) continue;
      last = column.table;
      const std::string_view sequence = sequence_of(last);
      if (engine.bit == postgresql && !sequence.empty()) {
        statements.push_back(fmt::format("DROP SEQUENCE IF EXISTS {}", sequence));
      }
      statements.push_back(fmt::format("DROP TABLE IF EXISTS {}", last));
    }
  }
  std::ranges::reverse(statements);  // what points at others goes first
  return statements;
}

}  // namespace tokenshift::lab
