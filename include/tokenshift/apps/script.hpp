// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/plan.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::apps {

// The conversion as a SQL script: for engines without a driver, and for administrators who want to
// read first. It does what apply() does, as sets of rows and with tables of its own for the old
// values. It is made from what is known of the schema alone; no database is asked.

/// The names of the dialects: postgresql, mysql, h2, oracle, oracle23, mssql, db2.
std::vector<std::string_view> script_dialects();

/// The dialect that a JDBC URL ("jdbc:sqlserver://…") or a URL of ours speaks; empty when none
/// does. Oracle's two scripts cannot be told apart by it: `oracle` is given.
std::string_view script_dialect_of(std::string_view url);

/// What to write a script for.
struct ScriptRequest {
  std::string dialect;             ///< one of script_dialects()
  CustomIssuers custom = {};       ///< as for make_plan()
  std::string database = {};       ///< its name, for the reader; empty: not known
  std::vector<std::string> notes;  ///< more for the reader, a line each: what a plan found
};

/// A script that converts: preconditions, tables for the old values, the conversion, and a query
/// that has to return no rows. It may be run again, and then changes what is new.
/// Throws Error{usage} for an unknown dialect, and for the name of a custom issuer that holds
/// control characters.
std::string conversion_script(const ScriptRequest& request);

/// The script that gives the rows their old values back, where they still hold what the conversion
/// wrote. It may be run again. Throws the same.
std::string undo_script(const ScriptRequest& request);

}  // namespace tokenshift::apps
