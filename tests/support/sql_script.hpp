// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::test {

/// A word, number, quoted text or sign of SQL. Words are in upper case.
struct SqlToken {
  enum class Kind { word, number, text, sign };
  Kind kind;
  std::string text;  ///< of a text: what is between the quotes
};

/// The tokens of a statement, comments left out.
std::vector<SqlToken> sql_tokens(std::string_view statement);

/// A script as its client reads it.
struct SqlScript {
  std::vector<std::string> statements;  ///< without terminators
  std::vector<std::string> directives;  ///< lines for the client: "GO", "SET DEFINE OFF", …
  std::string rest;                     ///< what no terminator ends; has to be empty
};

/// Splits a script as the client of a dialect does: "/" ends a block of PL/SQL, "GO" a batch,
/// "--#SET TERMINATOR" changes the terminator of Db2's.
SqlScript split_script(std::string_view script, std::string_view dialect);

}  // namespace tokenshift::test
