// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/revocation/verdict.hpp"

#include "tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::revocation {
namespace {

// The comparison is the database's, so that its index serves; the rows that come back are compared
// again, byte by byte.
std::string token_query(const TokenTable& table) {
  std::string sql = fmt::format("SELECT {0}, {1} FROM {2} WHERE {0} = ?", table.jti,
                                table.client.empty() ? "''" : table.client, table.name);
  if (!table.client.empty()) sql += fmt::format(" AND {} = ?", table.client);
  return sql;
}

std::string cut_off_query(const CutOffTable& table, const db::Dialect& dialect, bool with_type) {
  std::string sql = fmt::format("SELECT {0}, {1}, ORGANIZATION FROM {2} WHERE {0} = ?", table.key,
                                db::spelled(dialect.milliseconds_of, "TIME_REVOKED"), table.name);
  if (with_type) sql += " AND ENTITY_TYPE = ?";
  return sql;
}

}  // namespace

std::string_view to_string(View view) {
  return view == View::key_manager ? "key manager" : "gateway";
}

std::string_view to_string(Rule rule) {
  static constexpr std::array<std::string_view, 3> names{"token", "client", "subject"};
  return names.at(static_cast<std::size_t>(rule));
}

bool reaches(Time cut_off, std::int64_t issued, View view) {
  // Divided rather than multiplied: `issued` is whatever a token says.
  const std::int64_t milliseconds = cut_off.time_since_epoch().count();
  const std::int64_t second =
      std::chrono::floor<std::chrono::seconds>(cut_off).time_since_epoch().count();
  if (second != issued) return second > issued;
  return view == View::key_manager || milliseconds > second * 1000;
}

Reader::Reader(db::Connection& database, View view) : view_(view) {
  const Tables& tables = tables_of(view);
  require(database, tables);
  tokens_ = database.prepare(token_query(tables.tokens));
  clients_ = database.prepare(cut_off_query(tables.clients, database.dialect(), false));
  subjects_ =
      database.prepare(cut_off_query(tables.subjects, database.dialect(), view == View::gateway));
}

void Reader::token_rule(const Token& token, Verdict& verdict) {
  const bool names_client = view_ == View::key_manager;
  if (names_client) {
    tokens_->bind({token.jti, token.client});
  } else {
    tokens_->bind({token.jti});
  }
  bool exact = false;
  bool other = false;
  while (tokens_->next()) {
    const bool same =
        tokens_->text(0) == token.jti && (!names_client || tokens_->text(1) == token.client);
    (same ? exact : other) = true;
  }
  if (exact) verdict.hits.push_back({.rule = Rule::token});
  verdict.differs_in_case = verdict.differs_in_case || (other && !exact);
}

void Reader::cut_off_rule(Rule rule, db::Statement& rows, const std::string& key,
                          const Token& token, Verdict& verdict) const {
  std::optional<Hit> latest;
  while (rows.next()) {
    if (rows.is_null(1)) continue;
    const Time at{std::chrono::milliseconds{rows.integer(1)}};
    if (!reaches(at, token.issued, view_)) continue;
    if (rows.text(0) != key) {
      verdict.differs_in_case = true;
    } else if (!latest || *latest->cut_off < at) {
      latest = Hit{.rule = rule, .cut_off = at, .organization = std::string(rows.text(2))};
    }
  }
  if (latest) verdict.hits.push_back(*latest);
}

Verdict Reader::look_up(const Token& token) {
  Verdict verdict;
  token_rule(token, verdict);
  clients_->bind({token.client});
  cut_off_rule(Rule::client, *clients_, token.client, token, verdict);
  if (view_ == View::key_manager) {
    subjects_->bind({token.entity_id});
    cut_off_rule(Rule::subject, *subjects_, token.entity_id, token, verdict);
  } else {
    const Whose whose = token.sub == token.client ? Whose::users_client : Whose::user;
    subjects_->bind({token.sub, entity_type(whose)});
    cut_off_rule(Rule::subject, *subjects_, token.sub, token, verdict);
  }
  return verdict;
}

}  // namespace tokenshift::revocation
