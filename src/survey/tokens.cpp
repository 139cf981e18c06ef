// SPDX-License-Identifier: Apache-2.0
#include "questions.hpp"

#include <fmt/format.h>

namespace tokenshift::survey {
namespace {

std::string milliseconds_of(const db::Connection& database, std::string_view column) {
  return db::spelled(database.dialect().milliseconds_of, column);
}

}  // namespace

// Bound by TOKEN_BINDING_REF, and the access or the refresh token lives (reference database.md
// §6.5, §6.6).
std::int64_t live_bound_tokens(db::Connection& database, Time now) {
  const auto row = database.prepare(fmt::format(
      "SELECT COUNT(*) FROM IDN_OAUTH2_ACCESS_TOKEN T WHERE T.TOKEN_STATE = 'ACTIVE'"
      " AND T.TOKEN_BINDING_REF IS NOT NULL AND T.TOKEN_BINDING_REF <> 'NONE'"
      " AND (T.VALIDITY_PERIOD < 0 OR {0} + T.VALIDITY_PERIOD > {2}"
      " OR (T.REFRESH_TOKEN IS NOT NULL AND (T.REFRESH_TOKEN_VALIDITY_PERIOD < 0"
      " OR {1} + T.REFRESH_TOKEN_VALIDITY_PERIOD > {2})))",
      milliseconds_of(database, "T.TIME_CREATED"),
      milliseconds_of(database, "T.REFRESH_TOKEN_TIME_CREATED"), now.time_since_epoch().count()));
  row->next();
  return row->integer(0);
}

BusiestMinute busiest_minute(db::Connection& database) {
  constexpr int minute = 60'000;  // milliseconds
  const std::string created = milliseconds_of(database, "T.TIME_CREATED");
  const auto row = database.prepare(
      fmt::format("SELECT COUNT(*), COUNT(X.REFRESH), X.START_MS FROM"
                  " (SELECT T.REFRESH_TOKEN AS REFRESH, {0} - ({0}) % {1} AS START_MS"
                  " FROM IDN_OAUTH2_ACCESS_TOKEN T WHERE T.TIME_CREATED IS NOT NULL) X"
                  " GROUP BY X.START_MS ORDER BY COUNT(*) + COUNT(X.REFRESH) DESC LIMIT 1",
                  created, minute));
  if (!row->next()) return {};
  return {.tokens = row->integer(0),
          .refresh_tokens = row->integer(1),
          .start = Time{std::chrono::milliseconds{row->integer(2)}}};
}

}  // namespace tokenshift::survey
