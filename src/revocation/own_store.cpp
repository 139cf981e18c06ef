// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/revocation/own_store.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::revocation {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark = "TOKENSHIFT_STORE";

// The server's tables (reference database.md §5.3), with the index that 4.3 lacks.
constexpr std::array<const char*, 9> schema{
    "CREATE TABLE IF NOT EXISTS IDN_INVALID_TOKENS (UUID VARCHAR(255) NOT NULL PRIMARY KEY,"
    " TOKEN_IDENTIFIER VARCHAR(2048) NOT NULL, CONSUMER_KEY VARCHAR(255) NOT NULL,"
    " TIME_CREATED TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,"
    " EXPIRY_TIMESTAMP TIMESTAMP NOT NULL)",
    "CREATE INDEX IF NOT EXISTS IDX_IAT_TI_CK ON IDN_INVALID_TOKENS"
    " (TOKEN_IDENTIFIER, CONSUMER_KEY)",
    "CREATE TABLE IF NOT EXISTS IDN_APP_REVOKED_EVENT (EVENT_ID VARCHAR(255) NOT NULL PRIMARY KEY,"
    " CONSUMER_KEY VARCHAR(255) NOT NULL, TIME_REVOKED TIMESTAMP NOT NULL,"
    " ORGANIZATION VARCHAR(100), UNIQUE (CONSUMER_KEY, ORGANIZATION))",
    "CREATE TABLE IF NOT EXISTS IDN_SUBJECT_ENTITY_REVOKED_EVENT ("
    "EVENT_ID VARCHAR(255) NOT NULL PRIMARY KEY, ENTITY_ID VARCHAR(255) NOT NULL,"
    " ENTITY_TYPE VARCHAR(100) NOT NULL, TIME_REVOKED TIMESTAMP NOT NULL,"
    " ORGANIZATION VARCHAR(100), UNIQUE (ENTITY_ID, ENTITY_TYPE, ORGANIZATION))",
    "CREATE TABLE IF NOT EXISTS AM_REVOKED_JWT (UUID VARCHAR(255) NOT NULL PRIMARY KEY,"
    " SIGNATURE VARCHAR(2048) NOT NULL, EXPIRY_TIMESTAMP BIGINT NOT NULL,"
    " TENANT_ID INTEGER DEFAULT -1, TOKEN_TYPE VARCHAR(15) DEFAULT 'DEFAULT',"
    " TIME_CREATED TIMESTAMP DEFAULT CURRENT_TIMESTAMP)",
    "CREATE INDEX IF NOT EXISTS IDX_REVOKED_JWT ON AM_REVOKED_JWT (SIGNATURE)",
    "CREATE TABLE IF NOT EXISTS AM_APP_REVOKED_EVENT (CONSUMER_KEY VARCHAR(255) NOT NULL,"
    " TIME_REVOKED TIMESTAMP NOT NULL, ORGANIZATION VARCHAR(100) NOT NULL,"
    " PRIMARY KEY (CONSUMER_KEY, ORGANIZATION))",
    "CREATE TABLE IF NOT EXISTS AM_SUBJECT_ENTITY_REVOKED_EVENT (ENTITY_ID VARCHAR(255) NOT NULL,"
    " ENTITY_TYPE VARCHAR(100) NOT NULL, TIME_REVOKED TIMESTAMP NOT NULL,"
    " ORGANIZATION VARCHAR(100) NOT NULL, PRIMARY KEY (ENTITY_ID, ENTITY_TYPE, ORGANIZATION))",
    "CREATE TABLE IF NOT EXISTS TOKENSHIFT_STORE (VERSION INTEGER NOT NULL)"};

bool has_tables(db::Connection& database) {
  const auto count = database.prepare("SELECT COUNT(*) FROM sqlite_master");
  return count->next() && count->integer(0) > 0;
}

void make_file(const fs::path& file) {
  std::error_code failed;
  const fs::path folder = fs::absolute(file).parent_path();
  std::vector<fs::path> made;
  for (fs::path each = folder; !fs::exists(each, failed); each = each.parent_path()) {
    made.push_back(each);
  }
  fs::create_directories(folder, failed);
  for (const fs::path& each : made) {
    fs::permissions(each, fs::perms::owner_all, failed);
  }
  try {
    os::write_new_file(file, "", 0600);
  } catch (const Error&) {
    if (!fs::exists(file, failed)) throw;  // else another run made it in this moment
  }
}

void make_tables(db::Connection& database) {
  db::Transaction transaction(database, db::Transaction::Kind::write);
  for (const char* statement : schema) database.execute(statement);
  transaction.commit();
}

}  // namespace

std::unique_ptr<db::Connection> open_own_store(const fs::path& file, db::Access access) {
  std::error_code failed;
  const bool there = fs::exists(file, failed);
  if (!there && access == db::Access::read) return nullptr;
  if (!there) make_file(file);
  auto database = db::open("sqlite:" + file.string(), access);
  const bool empty = !has_tables(*database);
  if (!empty && database->columns(mark).empty()) {
    throw Error(ErrorKind::refused,
                fmt::format("{} is a database, but no revocation store that tokenshift made",
                            printable(file.string())),
                "name another file with --store, or a deployment's database with --db");
  }
  if (!empty) return database;
  if (access == db::Access::read) return nullptr;  // another run is about to make it
  make_tables(*database);
  return database;
}

}  // namespace tokenshift::revocation
