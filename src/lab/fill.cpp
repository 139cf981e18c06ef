// SPDX-License-Identifier: Apache-2.0
#include "fill.hpp"

#include "tokenshift/lab/schema.hpp"

#include "rows.hpp"

#include <fmt/format.h>

namespace tokenshift::lab {
namespace {

void execute_all(db::Connection& database, const std::vector<std::string>& statements) {
  for (const std::string& statement : statements) database.execute(statement);
}

Counts write_rows(db::Connection& database, const Request& request, const Progress& progress,
                  const UserSink& users) {
  write_key_managers(database);
  Rows rows(database, request, progress, users);
  write_system_clients(rows);
  write_hard_rows(rows, request.custom_issuer);
  write_ordinary_clients(rows, request.clients - rows.counts().clients);
  for (const LastKey& last : rows.finish()) {
    const std::string statement = continue_keys(last.table, last.key + 1, database.dialect().name);
    if (!statement.empty()) database.execute(statement);
  }
  return rows.counts();
}

}  // namespace

Counts fill_apim(db::Connection& database, const Request& request, const Progress& progress,
                 const UserSink& users) {
  const std::string_view dialect = database.dialect().name;
  // Three transactions, because MySQL ends one at every CREATE.
  db::Transaction tables(database, db::Transaction::Kind::write);
  database.execute(
      "CREATE TABLE TOKENSHIFT_LAB (APIM_VERSION VARCHAR(20) NOT NULL, SEED VARCHAR(20) NOT NULL,"
      " CLIENTS BIGINT NOT NULL)");
  execute_all(database, create_tables(request.apim_version, Source::apim, dialect));
  tables.commit();

  db::Transaction writing(database, db::Transaction::Kind::write);
  const Counts counts = write_rows(database, request, progress, users);
  writing.commit();

  // After the rows: sorting once is several times faster than keeping every index in order all
  // along.
  db::Transaction keys(database, db::Transaction::Kind::write);
  for (const std::string& statement : create_keys(request.apim_version, Source::apim, dialect)) {
    database.execute(statement);
    if (progress) progress(request.clients, request.clients);
  }
  database.prepare("INSERT INTO TOKENSHIFT_LAB (APIM_VERSION, SEED, CLIENTS) VALUES (?, ?, ?)")
      ->run({request.apim_version, std::to_string(request.seed), request.clients});
  keys.commit();
  return counts;
}

}  // namespace tokenshift::lab
