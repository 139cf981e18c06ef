// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace tokenshift::lab {

/// Column types that no database spells exactly so. A flag is a CHAR(1) of '0' or '1' nearly
/// everywhere.
enum class Type { serial, integer, bigint, boolean, flag, character, varchar, timestamp, blob };
inline constexpr std::size_t type_count = 9;

/// Sets of engines: the scripts of API-M differ between them.
enum Engines : unsigned {
  sqlite = 1U,
  postgresql = 2U,
  mysql = 4U,
  h2 = 8U,
  mssql = 16U,
  oracle = 32U,
  oracle23 = 64U,
  db2 = 128U,
  every_engine = 255U
};
constexpr Engines operator|(Engines left, Engines right) {
  return static_cast<Engines>(static_cast<unsigned>(left) | static_cast<unsigned>(right));
}
constexpr Engines operator~(Engines engines) {
  return static_cast<Engines>(every_engine & ~static_cast<unsigned>(engines));
}

// Releases as numbers: 430 is 4.3.0.
inline constexpr int always = 0;
inline constexpr int never = 9999;

/// A column of the releases from `since` until before `until`, as PostgreSQL's script has it.
struct Column {
  std::string_view table;
  std::string_view name;
  Type type;
  int length;  ///< of characters and varchars
  bool nullable;
  std::string_view default_value;  ///< as SQL; empty: none
  int since;
  int until;
};

/// What the scripts of other engines say otherwise of a column.
struct Deviation {
  enum class Of { type, nullable, default_value };
  std::string_view table;
  std::string_view column;
  Engines engines;
  Of of;
  std::string_view text;  ///< the type or the default as SQL, or `NULL` or `NOT NULL`
  int since = always;
  int until = never;
};

enum class Kind { primary_key, unique, foreign_key, index };

/// A key or index of the releases from `since` on.
struct Key {
  std::string_view table;
  Kind kind;
  std::string_view name;
  std::string_view columns;
  std::string_view references;  ///< of a foreign key: table, column and rules
  int since;
  Engines engines = every_engine;  ///< whose scripts have it
};

/// The sequence that numbers the rows of a table on PostgreSQL. A numbered table without one has a
/// SERIAL column.
struct Sequence {
  std::string_view table;
  std::string_view name;
};

/// How an engine spells what the tables are made of. `{}` stands for a length or a name.
struct Engine {
  std::string_view name;  ///< as `--dialect` knows it
  Engines bit;
  std::array<std::string_view, type_count> types;  ///< in the order of Type
  std::string_view table_suffix;
  std::string_view value_column = "VALUE";  ///< a word that H2 keeps for itself
  /// Foreign keys stand in CREATE TABLE: they cannot be added later.
  bool inline_foreign_keys = false;
  /// One ALTER TABLE makes all keys of a table: each would copy the table.
  bool one_alter = false;
  std::string_view before_keys;    ///< a statement
  std::string_view after_keys;     ///< one more
  std::string_view continue_keys;  ///< {0} sequence, {1} table, {2} column, {3} the next key
};

// Tables come in an order in which they can be created; the columns of one table stand together.
std::span<const Column> am_columns();
std::span<const Column> idn_columns();
std::span<const Key> all_keys();
std::span<const Sequence> all_sequences();
std::span<const Deviation> all_deviations();
std::span<const Engine> all_engines();

}  // namespace tokenshift::lab
