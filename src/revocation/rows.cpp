// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tokenshift::revocation {
namespace {

using std::chrono::milliseconds;

// The key of a cut-off, as a condition and its parameters.
std::string key_condition(const CutOffTable& table) {
  return fmt::format("{} = ? AND ORGANIZATION = ?{}", table.key,
                     table.has_type ? " AND ENTITY_TYPE = ?" : "");
}

void add_key(std::vector<db::Parameter>& parameters, const CutOffTable& table,
             const CutOff& cut_off) {
  parameters.emplace_back(std::string_view{cut_off.key});
  parameters.emplace_back(std::string_view{cut_off.organization});
  if (table.has_type) parameters.emplace_back(entity_type(cut_off.whose));
}

}  // namespace

Effect state_of(db::Connection& database, const TokenTable& table, const TokenEntry& entry) {
  Effect effect{.table = table.name, .key = entry.jti};
  std::string sql = fmt::format("SELECT 1 FROM {} WHERE {} = ?", table.name, table.jti);
  std::vector<db::Parameter> parameters{std::string_view{entry.jti}};
  if (!table.client.empty()) {
    sql += fmt::format(" AND {} = ?", table.client);
    parameters.emplace_back(std::string_view{entry.client});
  }
  const auto rows = database.prepare(sql + " LIMIT 1");
  rows->bind(parameters);
  if (rows->next()) effect.what = Effect::What::already;
  return effect;
}

void insert(db::Connection& database, const TokenTable& table, const TokenEntry& entry,
            const std::string& id) {
  if (table.client.empty()) {  // AM_REVOKED_JWT: milliseconds, no client
    database
        .prepare(fmt::format("INSERT INTO {} (UUID, {}, EXPIRY_TIMESTAMP, TENANT_ID, TOKEN_TYPE)"
                             " VALUES (?, ?, ?, ?, 'JWT')",
                             table.name, table.jti))
        ->run({id, entry.jti, entry.expires.time_since_epoch().count(), entry.tenant_id});
    return;
  }
  const std::string expires =
      to_sql_timestamp(std::min(entry.expires, latest_expiry(database.dialect())));
  database
      .prepare(fmt::format("INSERT INTO {} (UUID, {}, {}, EXPIRY_TIMESTAMP) VALUES (?, ?, ?, ?)",
                           table.name, table.jti, table.client))
      ->run({id, entry.jti, entry.client, expires});
}

Effect state_of(db::Connection& database, const CutOffTable& table, const CutOff& cut_off) {
  Effect effect{.table = table.name, .key = cut_off.key, .now = cut_off.at};
  std::vector<db::Parameter> parameters;
  add_key(parameters, table, cut_off);
  const auto rows = database.prepare(fmt::format(
      "SELECT {} FROM {} WHERE {}", db::spelled(database.dialect().milliseconds_of, "TIME_REVOKED"),
      table.name, key_condition(table)));
  rows->bind(parameters);
  if (!rows->next()) return effect;
  effect.what = Effect::What::moved;
  if (rows->is_null(0)) return effect;
  effect.before = Time{milliseconds{rows->integer(0)}};
  if (*effect.before >= cut_off.at) {
    effect.what = Effect::What::already;
    effect.now = effect.before;
  }
  return effect;
}

bool move_forward(db::Connection& database, const CutOffTable& table, const CutOff& cut_off) {
  const std::string at = to_sql_timestamp(cut_off.at);
  std::vector<db::Parameter> parameters{std::string_view{at}};
  add_key(parameters, table, cut_off);
  parameters.emplace_back(cut_off.at.time_since_epoch().count());
  const auto update = database.prepare(fmt::format(
      "UPDATE {} SET TIME_REVOKED = ? WHERE {} AND (TIME_REVOKED IS NULL OR {} < ?)", table.name,
      key_condition(table), db::spelled(database.dialect().milliseconds_of, "TIME_REVOKED")));
  return update->run(parameters) > 0;
}

void insert(db::Connection& database, const CutOffTable& table, const CutOff& cut_off,
            const std::string& id) {
  const std::string at = to_sql_timestamp(cut_off.at);
  std::vector<db::Parameter> parameters{std::string_view{at}};
  add_key(parameters, table, cut_off);
  std::string columns = fmt::format("TIME_REVOKED, {}, ORGANIZATION{}", table.key,
                                    table.has_type ? ", ENTITY_TYPE" : "");
  if (table.has_id) {
    columns += ", EVENT_ID";
    parameters.emplace_back(std::string_view{id});
  }
  const std::vector<std::string_view> marks(parameters.size(), "?");
  database
      .prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, columns,
                           fmt::join(marks, ", ")))
      ->run(parameters);
}

}  // namespace tokenshift::revocation
