// SPDX-License-Identifier: Apache-2.0
// How each engine spells the types, as the scripts of API-M have them.
#include "schema_data.hpp"

#include <array>

namespace tokenshift::lab {
namespace {

constexpr auto engines = std::to_array<Engine>({
    // SQLite keeps any name; these give timestamps and booleans back to tools that look at the
    // declared type. INTEGER PRIMARY KEY is how it numbers rows itself.
    {.name = "sqlite",
     .bit = sqlite,
     .types = {"INTEGER PRIMARY KEY", "INTEGER", "BIGINT", "BOOLEAN", "CHAR(1)", "CHAR({})",
               "VARCHAR({})", "TIMESTAMP", "BLOB"},
     .inline_foreign_keys = true},
    {.name = "postgresql",
     .bit = postgresql,
     .types = {"INTEGER", "INTEGER", "BIGINT", "BOOLEAN", "CHAR(1)", "CHAR({})", "VARCHAR({})",
               "TIMESTAMP", "BYTEA"},
     .continue_keys = "ALTER SEQUENCE {0} RESTART WITH {3}"},
    {.name = "mysql",
     .bit = mysql,
     .types = {"INTEGER AUTO_INCREMENT", "INTEGER", "BIGINT", "BOOLEAN", "CHAR(1)", "CHAR({})",
               "VARCHAR({})", "TIMESTAMP", "BLOB"},
     .table_suffix = " ENGINE = InnoDB",
     .one_alter = true,
     // Foreign keys are added without a copy of the table only while they are not checked.
     .before_keys = "SET SESSION foreign_key_checks = 0",
     .after_keys = "SET SESSION foreign_key_checks = 1"},
    {.name = "h2",
     .bit = h2,
     .types = {"INTEGER AUTO_INCREMENT", "INTEGER", "BIGINT", "BOOLEAN", "CHAR(1)", "CHAR({})",
               "VARCHAR({})", "TIMESTAMP", "BLOB"},
     .value_column = "\"VALUE\"",
     .continue_keys = "ALTER TABLE {1} ALTER COLUMN {2} RESTART WITH {3}"},
    {.name = "mssql",
     .bit = mssql,
     .types = {"INTEGER IDENTITY(1,1)", "INTEGER", "BIGINT", "BIT", "CHAR(1)", "CHAR({})",
               "VARCHAR({})", "DATETIME", "VARBINARY(MAX)"}},
    // Oracle and DB2 number most rows by sequences and triggers, which nobody names in a statement.
    {.name = "oracle",
     .bit = oracle,
     .types = {"INTEGER", "INTEGER", "NUMBER(19)", "CHAR(1)", "CHAR(1)", "CHAR({})", "VARCHAR2({})",
               "TIMESTAMP", "BLOB"}},
    {.name = "oracle23",
     .bit = oracle23,
     .types = {"INTEGER", "INTEGER", "NUMBER(19)", "BOOLEAN", "BOOLEAN", "CHAR({})", "VARCHAR2({})",
               "TIMESTAMP", "BLOB"}},
    {.name = "db2",
     .bit = db2,
     .types = {"INTEGER", "INTEGER", "BIGINT", "SMALLINT", "CHAR(1)", "CHAR({})", "VARCHAR({})",
               "TIMESTAMP", "BLOB"}},
});

}  // namespace

std::span<const Engine> all_engines() { return engines; }

}  // namespace tokenshift::lab
