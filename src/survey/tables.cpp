// SPDX-License-Identifier: Apache-2.0
// The tables that the feature brought (reference database.md §5.3, §9.2).
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::survey {
namespace {

using apim::Side;

struct Table {
  std::string_view name;
  Side side;
  bool events;  // its rows count as long as a token lives; else up to EXPIRY_TIMESTAMP
};

constexpr std::array tables{
    Table{"IDN_INVALID_TOKENS", Side::identity, false},
    Table{"IDN_APP_REVOKED_EVENT", Side::identity, true},
    Table{"IDN_SUBJECT_ENTITY_REVOKED_EVENT", Side::identity, true},
    Table{"AM_APP_REVOKED_EVENT", Side::apim, true},
    Table{"AM_SUBJECT_ENTITY_REVOKED_EVENT", Side::apim, true},
};

std::int64_t number(db::Connection& database, const std::string& sql) {
  const auto row = database.prepare(sql);
  return row->next() ? row->integer(0) : 0;
}

// An index of which the first column is the token: where each kind of database lists them.
struct Catalog {
  std::string_view dialect;
  const char* sql;
};

constexpr std::array catalogs{
    Catalog{"sqlite",
            "SELECT COUNT(*) FROM pragma_index_list('IDN_INVALID_TOKENS') L,"
            " pragma_index_info(L.name) I"
            " WHERE I.seqno = 0 AND UPPER(I.name) = 'TOKEN_IDENTIFIER'"},
    Catalog{"postgresql",
            "SELECT COUNT(*) FROM pg_index I"
            " JOIN pg_attribute A ON A.attrelid = I.indrelid AND A.attnum = I.indkey[0]"
            " WHERE I.indrelid = to_regclass('idn_invalid_tokens')"
            " AND A.attname = 'token_identifier' AND I.indisvalid"},
    Catalog{"mysql",
            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.STATISTICS"
            " WHERE TABLE_SCHEMA = DATABASE() AND UPPER(TABLE_NAME) = 'IDN_INVALID_TOKENS'"
            " AND SEQ_IN_INDEX = 1 AND UPPER(COLUMN_NAME) = 'TOKEN_IDENTIFIER'"},
    Catalog{"h2",
            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.INDEX_COLUMNS"
            " WHERE TABLE_NAME = 'IDN_INVALID_TOKENS' AND ORDINAL_POSITION = 1"
            " AND COLUMN_NAME = 'TOKEN_IDENTIFIER'"},
};

}  // namespace

bool invalid_tokens_are_indexed(db::Connection& database) {
  const auto* const found = std::ranges::find(catalogs, database.dialect().name, &Catalog::dialect);
  if (found == catalogs.end()) {
    throw Error(ErrorKind::environment, "nobody knows how this database lists its indexes",
                "look with its own tools");
  }
  return number(database, found->sql) > 0;
}

// Until when a row is of use: a revoked token as long as it would live, an event as long as the
// longest token that was issued before it.
std::vector<RevocationTable> read_revocations(const apim::Databases& databases,
                                              const Known<ClientSettings>& settings, Time now) {
  std::vector<RevocationTable> found;
  const bool for_good = !settings.value || settings.value->never_expiring.clients > 0;
  const std::string present = to_sql_timestamp(now);
  const std::string past =
      for_good ? present
               : to_sql_timestamp(now - std::chrono::seconds(settings.value->longest_lifetime));
  for (const Table& table : tables) {
    db::Connection& database = databases.of(table.side);
    if (database.columns(table.name).empty()) continue;
    const auto row = database.prepare(
        fmt::format("SELECT COUNT(*), COUNT(CASE WHEN {} < ? THEN 1 END) FROM {}",
                    table.events ? "TIME_REVOKED" : "EXPIRY_TIMESTAMP", table.name));
    row->bind({table.events ? past : present});
    row->next();
    const bool kept = table.events && for_good;
    found.push_back({std::string(table.name), row->integer(0), kept ? 0 : row->integer(1)});
  }
  return found;
}

std::vector<std::string> signs_of_use(const apim::Databases& databases) {
  std::vector<std::string> signs;
  for (const Table& table : tables) {
    db::Connection& database = databases.of(table.side);
    if (database.columns(table.name).empty()) continue;
    const std::int64_t rows = number(database, fmt::format("SELECT COUNT(*) FROM {}", table.name));
    if (rows > 0) signs.push_back(fmt::format("{} holds {}", table.name, counted(rows, "row")));
  }
  return signs;
}

}  // namespace tokenshift::survey
