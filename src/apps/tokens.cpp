// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace tokenshift::apps {
namespace {

std::string milliseconds_of(const db::Dialect& dialect, std::string_view column) {
  return fmt::format(fmt::runtime(dialect.milliseconds_of), column);
}

// There is no column for a token's format. What is stored of a JWT is its jti, a random UUID
// (version 4); opaque tokens are name-based ones (version 3). The client's present type would be
// the better sign before a conversion, and none at all after it. Hashed or encrypted tokens have
// neither shape: they count.
std::string sql(const db::Dialect& dialect, std::int64_t now_ms) {
  const std::string access_end =
      fmt::format("{} + T.VALIDITY_PERIOD", milliseconds_of(dialect, "T.TIME_CREATED"));
  const std::string refresh_end =
      fmt::format("{} + T.REFRESH_TOKEN_VALIDITY_PERIOD",
                  milliseconds_of(dialect, "T.REFRESH_TOKEN_TIME_CREATED"));
  return fmt::format(
      "SELECT COUNT(CASE WHEN T.VALIDITY_PERIOD < 0 OR {0} > {2} THEN 1 END),"
      " COUNT(CASE WHEN T.REFRESH_TOKEN IS NOT NULL"
      " AND (T.REFRESH_TOKEN_VALIDITY_PERIOD < 0 OR {1} > {2}) THEN 1 END),"
      " MAX(CASE WHEN T.VALIDITY_PERIOD < 0"
      " OR (T.REFRESH_TOKEN IS NOT NULL AND T.REFRESH_TOKEN_VALIDITY_PERIOD < 0) THEN 1 ELSE 0 "
      "END),"
      " MAX(CASE WHEN T.VALIDITY_PERIOD >= 0 THEN {0} END),"
      " MAX(CASE WHEN T.REFRESH_TOKEN IS NOT NULL AND T.REFRESH_TOKEN_VALIDITY_PERIOD >= 0 THEN "
      "{1} END)"
      " FROM IDN_OAUTH2_ACCESS_TOKEN T"
      " WHERE T.TOKEN_STATE = 'ACTIVE' AND NOT (LENGTH(T.ACCESS_TOKEN) = 36"
      " AND SUBSTR(T.ACCESS_TOKEN, 15, 1) = '4')",
      access_end, refresh_end, now_ms);
}

}  // namespace

LiveTokens live_opaque_tokens(db::Connection& database, Time now) {
  const std::int64_t now_ms = now.time_since_epoch().count();
  auto row = database.prepare(sql(database.dialect(), now_ms));
  LiveTokens tokens;
  if (!row->next()) return tokens;
  tokens.access = row->integer(0);
  tokens.refresh = row->integer(1);
  tokens.never_expire = row->integer(2) != 0;
  const std::int64_t last = std::max(row->integer(3), row->integer(4));
  if (last > now_ms) tokens.last_expiry = Time{std::chrono::milliseconds{last}};
  return tokens;
}

}  // namespace tokenshift::apps
