// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tokenshift::apps {

/// What a script for one engine spells in its own way. Data: the script is written once against it.
/// `{}` stands for a column, a text or a length; `{0}` and `{1}` for the name and the columns of a
/// table.
struct ScriptDialect {
  std::string_view name;   ///< as --dialect knows it
  std::string_view title;  ///< for people
  std::string_view jdbc;   ///< how its JDBC URLs begin, after "jdbc:"
  std::string_view run;    ///< how the script is run, so that it stops at the first error

  std::string_view prologue;  ///< before the first statement: stop at errors, no autocommit
  std::string_view begin;     ///< starts a transaction; empty where there always is one
  std::string_view commit;
  std::string_view batch_end;     ///< after some statements; empty where there are no batches
  std::string_view create_table;  ///< makes a table unless it is there, terminator included

  std::string_view exact;  ///< a text column as it has to stand so that every byte counts …
  std::string_view text;   ///< … and the text beside it
  std::string_view value_column;  ///< SP_METADATA.VALUE
  std::string_view keep_created;  ///< what an UPDATE of AM_APPLICATION has to assign besides
  std::string_view yes;           ///< a flag of SP_APP
  std::string_view no;

  std::string_view key_type;   ///< of a column that holds a primary key
  std::string_view text_type;  ///< of a text of `{}` characters
  std::string_view flag_type;

  std::string_view first_rows;  ///< between SELECT and the columns: no more than 20 rows
  std::string_view rows_only;   ///< at the end of the SELECT, the same
};

std::span<const ScriptDialect> all_script_dialects();

}  // namespace tokenshift::apps
