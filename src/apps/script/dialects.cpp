// SPDX-License-Identifier: Apache-2.0
// The engines of API-M, as their scripts have to speak to them (reference database.md §5.5).
#include "dialect.hpp"

#include <array>

namespace tokenshift::apps {
namespace {

// A comparison that pads with blanks, and Oracle's '' that is NULL, are both met by a dot at the
// end of either side.
constexpr std::string_view dotted = "({} || '.')";
constexpr std::string_view dotted_text = "'{}.'";

constexpr std::string_view if_not_exists = "CREATE TABLE IF NOT EXISTS {0} ({1});";

// ORA-00955: the name is taken.
constexpr std::string_view oracle_table =
    "BEGIN\n"
    "  EXECUTE IMMEDIATE 'CREATE TABLE {0} ({1})';\n"
    "EXCEPTION\n"
    "  WHEN OTHERS THEN\n"
    "    IF SQLCODE <> -955 THEN RAISE; END IF;\n"
    "END;\n"
    "/";
constexpr std::string_view oracle_prologue =
    "WHENEVER SQLERROR EXIT FAILURE ROLLBACK\n"
    "WHENEVER OSERROR EXIT FAILURE ROLLBACK\n"
    "SET DEFINE OFF\n"
    "SET AUTOCOMMIT OFF\n"
    "SET SQLBLANKLINES ON";
constexpr std::string_view oracle_run = "sqlplus -S -L USER@SERVICE @FILE";

constexpr auto dialects = std::to_array<ScriptDialect>({
    {.name = "postgresql",
     .title = "PostgreSQL",
     .jdbc = "postgresql:",
     .run = "psql -X -v ON_ERROR_STOP=1 -d DATABASE -f FILE",
     .prologue = "\\set ON_ERROR_STOP on\nSET client_min_messages = warning;",
     .begin = "BEGIN;",
     .commit = "COMMIT;",
     .batch_end = "",
     .create_table = if_not_exists,
     .exact = "{}",
     .text = "'{}'",
     .value_column = "VALUE",
     .keep_created = "",
     .yes = "'1'",
     .no = "'0'",
     .key_type = "BIGINT",
     .text_type = "VARCHAR({})",
     .flag_type = "CHAR(1)",
     .first_rows = "",
     .rows_only = " LIMIT 20"},
    {.name = "mysql",
     .title = "MySQL and MariaDB",
     .jdbc = "mysql:",
     .run = "mysql --default-character-set=utf8mb4 -D DATABASE < FILE",
     .prologue = "SET NAMES utf8mb4;\n"
                 "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_BACKSLASH_ESCAPES');\n"
                 "SET autocommit = 0;",
     .begin = "START TRANSACTION;",
     .commit = "COMMIT;",
     .batch_end = "",
     .create_table =
         "CREATE TABLE IF NOT EXISTS {0} ({1}) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;",
     // The stock collation ignores case and blanks at the end; columns may have any character set.
     .exact = "CAST(CONVERT({} USING utf8mb4) AS BINARY)",
     .text = "'{}'",
     .value_column = "`VALUE`",
     .keep_created = ", CREATED_TIME = CREATED_TIME",
     .yes = "'1'",
     .no = "'0'",
     .key_type = "BIGINT",
     .text_type = "VARCHAR({})",
     .flag_type = "CHAR(1)",
     .first_rows = "",
     .rows_only = " LIMIT 20"},
    {.name = "h2",
     .title = "H2 2.x",
     .jdbc = "h2:",
     .run = "java -cp HOME/repository/components/plugins/h2-database-engine_VERSION.jar "
            "org.h2.tools.RunScript -url jdbc:h2:HOME/repository/database/WSO2AM_DB -user USER "
            "-showResults -script FILE",
     .prologue = "SET AUTOCOMMIT FALSE;",
     .begin = "",
     .commit = "COMMIT;",
     .batch_end = "",
     .create_table = if_not_exists,
     .exact = "{}",
     .text = "'{}'",
     .value_column = "\"VALUE\"",
     .keep_created = "",
     .yes = "'1'",
     .no = "'0'",
     .key_type = "BIGINT",
     .text_type = "VARCHAR({})",
     .flag_type = "CHAR(1)",
     .first_rows = "",
     .rows_only = " LIMIT 20"},
    {.name = "oracle",
     .title = "Oracle Database (oracle.sql)",
     .jdbc = "oracle:",
     .run = oracle_run,
     .prologue = oracle_prologue,
     .begin = "",
     .commit = "COMMIT;",
     .batch_end = "",
     .create_table = oracle_table,
     .exact = dotted,
     .text = dotted_text,
     .value_column = "VALUE",
     .keep_created = "",
     .yes = "'1'",
     .no = "'0'",
     .key_type = "NUMBER(19)",
     .text_type = "VARCHAR2({} CHAR)",
     .flag_type = "CHAR(1)",
     .first_rows = "",
     .rows_only = " FETCH FIRST 20 ROWS ONLY"},
    {.name = "oracle23",
     .title = "Oracle Database 23 (oracle_23c.sql)",
     .jdbc = "oracle:",
     .run = oracle_run,
     .prologue = oracle_prologue,
     .begin = "",
     .commit = "COMMIT;",
     .batch_end = "",
     .create_table = if_not_exists,
     .exact = dotted,
     .text = dotted_text,
     .value_column = "VALUE",
     .keep_created = "",
     .yes = "TRUE",
     .no = "FALSE",
     .key_type = "NUMBER(19)",
     .text_type = "VARCHAR2({} CHAR)",
     .flag_type = "BOOLEAN",
     .first_rows = "",
     .rows_only = " FETCH FIRST 20 ROWS ONLY"},
    {.name = "mssql",
     .title = "Microsoft SQL Server",
     .jdbc = "sqlserver:",
     // -x: "$(" in the name of an issuer is no variable.
     .run = "sqlcmd -b -x -I -S SERVER -d DATABASE -i FILE",
     .prologue = ":on error exit\n"
                 "SET XACT_ABORT ON;\n"
                 "GO",
     .begin = "BEGIN TRANSACTION;",
     .commit = "COMMIT TRANSACTION;",
     .batch_end = "GO",
     .create_table = "IF OBJECT_ID(N'{0}', N'U') IS NULL CREATE TABLE {0} ({1});",
     .exact = "(({} + N'.') COLLATE Latin1_General_BIN2)",
     .text = "N'{}.'",
     .value_column = "VALUE",
     .keep_created = "",
     .yes = "'1'",
     .no = "'0'",
     .key_type = "BIGINT",
     .text_type = "NVARCHAR({})",
     .flag_type = "CHAR(1)",
     .first_rows = "TOP (20) ",
     .rows_only = ""},
    {.name = "db2",
     .title = "IBM Db2",
     .jdbc = "db2:",
     .run = "db2 +c -t -s -v -f FILE   (after: db2 connect to DATABASE)",
     .prologue = "",
     .begin = "",
     .commit = "COMMIT;",
     .batch_end = "",
     // SQLSTATE 42710: the name is taken.
     .create_table = "--#SET TERMINATOR @\n"
                     "BEGIN\n"
                     "  DECLARE CONTINUE HANDLER FOR SQLSTATE '42710' BEGIN END;\n"
                     "  EXECUTE IMMEDIATE 'CREATE TABLE {0} ({1})';\n"
                     "END@\n"
                     "--#SET TERMINATOR ;",
     .exact = dotted,
     .text = dotted_text,
     .value_column = "VALUE",
     .keep_created = "",
     .yes = "'1'",
     .no = "'0'",
     .key_type = "BIGINT",
     .text_type = "VARCHAR({})",
     .flag_type = "CHAR(1)",
     .first_rows = "",
     .rows_only = " FETCH FIRST 20 ROWS ONLY"},
});

}  // namespace

std::span<const ScriptDialect> all_script_dialects() { return dialects; }

}  // namespace tokenshift::apps
