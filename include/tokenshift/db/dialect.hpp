// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tokenshift::db {

/// What one kind of database spells in its own way. Data, not code: the engine is written once
/// against it. `{}` stands for a column or an expression; fill it in with spelled().
/// Everything not named here is spelled alike by all: savepoints, COALESCE, CASE, LIMIT, `?`.
struct Dialect {
  std::string_view name;          ///< "sqlite", "postgresql", "mysql"
  std::string_view table_suffix;  ///< after the ")" of our own CREATE TABLE with a composite key
  std::string_view begin_write;   ///< starts a transaction that may write
  std::string_view begin_read;    ///< starts one for reading: one state of the database, and it
                                  ///< cannot write where there is such

  /// Milliseconds since 1970 of the UTC timestamp column `{}`, an integer expression.
  std::string_view milliseconds_of;
  /// The present UTC time, as its timestamp columns hold it.
  std::string_view now_utc;
  /// The text column or expression `{}` as it has to stand in comparisons so that every byte
  /// counts: the stock collation of MySQL ignores case, and blanks at the end (reference
  /// database.md §5.5). Both sides of a comparison with `=`, `<>` or IN want it, parameters too.
  std::string_view exact;
  /// The operator of an equality that holds between NULL and NULL: `a <same> b`.
  std::string_view same;
  /// SP_METADATA.VALUE, a reserved word in H2 (reference database.md §2.8).
  std::string_view value_column;
  /// What an UPDATE of AM_APPLICATION has to assign besides, with the comma before it: MySQL may
  /// keep CREATED_TIME with ON UPDATE CURRENT_TIMESTAMP (reference database.md §8).
  std::string_view keep_created;
  /// The type of a key column that the database fills in itself, PRIMARY KEY included.
  std::string_view serial_key;
  /// The type of a 64-bit integer, and of a long text.
  std::string_view bigint;
  std::string_view text;
  /// What stands for an identifier that needs quotes, as `"{}"`; column names are folded to the
  /// case the scripts of API-M give them by whoever quotes.
  std::string_view quoted;
  /// Whether a statement costs a journey to a server, so that one for many rows is worth more than
  /// one prepared statement a row. In-process it is the other way round.
  bool remote = false;
  /// Whether an INSERT can give the keys of its rows: `INSERT … RETURNING ID`.
  bool returning = false;
  /// How true and false are written in a BOOLEAN column.
  std::string_view yes;
  std::string_view no;
};

/// The pattern with every `{}` replaced.
std::string spelled(std::string_view pattern, std::string_view expression);

/// `left = right` for texts, byte by byte; false or unknown where one is NULL.
std::string exactly_equal(const Dialect& dialect, std::string_view left, std::string_view right);

/// The same, and NULL equals NULL.
std::string exactly_same(const Dialect& dialect, std::string_view left, std::string_view right);

/// Whether plain comparisons of texts ignore case, and blanks at the end.
bool ignores_case(const Dialect& dialect);

/// All dialects; those of scripts for engines without a driver are not among them.
std::span<const Dialect* const> dialects();

/// The dialect with this name; nullptr when there is none.
const Dialect* find_dialect(std::string_view name);

}  // namespace tokenshift::db
