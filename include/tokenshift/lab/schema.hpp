// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::lab {

/// The data source that holds a table.
enum class Source { apim, shared };

/// The dialects whose tables are known: sqlite, postgresql, mysql, h2, mssql, oracle, oracle23,
/// db2.
std::span<const std::string_view> schema_dialects();

/// A column as a script of API-M declares it.
struct ColumnFact {
  std::string table;
  std::string name;
  std::string type;  ///< as SQL: "VARCHAR(255)"
  bool nullable = true;
  std::string default_value;  ///< as SQL: "'ACTIVE'"; empty: none
};

// All of these throw Error{usage} for a release ("4.6.0") or a dialect that is not known.

/// The columns of the tables of a release, in the order of the tables and in theirs.
std::vector<ColumnFact> schema_columns(std::string_view apim_version, Source source,
                                       std::string_view dialect);

/// The names of the tables of a release, in an order in which they can be created.
std::vector<std::string> table_names(std::string_view apim_version, Source source);

/// CREATE statements, in that order: sequences, columns and primary keys; on SQLite foreign keys,
/// too, which cannot come later there.
std::vector<std::string> create_tables(std::string_view apim_version, Source source,
                                       std::string_view dialect);

/// Unique constraints, indexes and foreign keys: apart, so that they can follow the rows.
std::vector<std::string> create_keys(std::string_view apim_version, Source source,
                                     std::string_view dialect);

/// Lets the database number the rows of a table from `next` on, after rows that brought their
/// numbers along; empty where that goes without saying.
std::string continue_keys(std::string_view table, std::int64_t next, std::string_view dialect);

/// Removes the tables and sequences of every release, as far as they are there.
std::vector<std::string> drop_tables(Source source, std::string_view dialect);

}  // namespace tokenshift::lab
