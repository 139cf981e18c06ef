// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/revocation/write.hpp"

#include "tokenshift/base/error.hpp"

#include "rows.hpp"

#include <array>

namespace tokenshift::revocation {
namespace {

// As many as the server makes: oauth.token_generation.retry_count_on_persistence_failures.
constexpr int retries = 5;

struct Attempt {
  std::vector<Effect> effects;
  std::optional<Error> lost;  // why an INSERT failed: somebody else may have been faster
};

std::vector<const Tables*> tables_of(const Revocation& revocation) {
  std::vector<const Tables*> all{&tables_of(View::key_manager)};
  if (revocation.gateway_tables) all.push_back(&tables_of(View::gateway));
  return all;
}

// What an INSERT threw; nothing when it went well.
template <class Work>
std::optional<Error> lost_by(Work&& work) {
  try {
    work();
    return std::nullopt;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::environment) throw;
    return error;
  }
}

bool write_token(db::Connection& database, const TokenTable& table, const TokenEntry& entry,
                 const NewId& new_id, Attempt& attempt) {
  const Effect effect = state_of(database, table, entry);
  if (effect.what == Effect::What::inserted) {
    attempt.lost = lost_by([&] { insert(database, table, entry, new_id()); });
  }
  attempt.effects.push_back(effect);
  return !attempt.lost;
}

bool write_cut_off(db::Connection& database, const CutOffTable& table, const CutOff& cut_off,
                   const NewId& new_id, Attempt& attempt) {
  Effect effect = state_of(database, table, cut_off);
  if (move_forward(database, table, cut_off)) {
    effect.what = Effect::What::moved;
  } else {
    // No row, or one that is as late: looked at again, since it may have come only now.
    effect = state_of(database, table, cut_off);
    if (effect.what == Effect::What::inserted) {
      attempt.lost = lost_by([&] { insert(database, table, cut_off, new_id()); });
      if (attempt.lost) return false;
    }
  }
  effect.now = state_of(database, table, cut_off).before;
  attempt.effects.push_back(effect);
  return true;
}

Attempt try_once(db::Connection& database, const Revocation& revocation, const NewId& new_id) {
  Attempt attempt;
  db::Transaction transaction(database, db::Transaction::Kind::write);
  for (const Tables* tables : tables_of(revocation)) {
    for (const TokenEntry& entry : revocation.tokens) {
      if (!write_token(database, tables->tokens, entry, new_id, attempt)) return attempt;
    }
    for (const CutOff& cut_off : revocation.cut_offs) {
      const CutOffTable& table = table_of(*tables, cut_off.whose);
      if (!write_cut_off(database, table, cut_off, new_id, attempt)) return attempt;
    }
  }
  transaction.commit();
  return attempt;
}

}  // namespace

std::string_view to_string(Effect::What what) {
  static constexpr std::array<std::string_view, 3> names{"inserted", "moved", "already"};
  return names.at(static_cast<std::size_t>(what));
}

std::vector<Effect> preview(db::Connection& database, const Revocation& revocation) {
  std::vector<Effect> effects;
  for (const Tables* tables : tables_of(revocation)) {
    require(database, *tables);
    for (const TokenEntry& entry : revocation.tokens) {
      effects.push_back(state_of(database, tables->tokens, entry));
    }
    for (const CutOff& cut_off : revocation.cut_offs) {
      effects.push_back(state_of(database, table_of(*tables, cut_off.whose), cut_off));
    }
  }
  return effects;
}

std::vector<Effect> write(db::Connection& database, const Revocation& revocation,
                          const std::function<std::string()>& new_id) {
  for (const Tables* tables : tables_of(revocation)) require(database, *tables);
  for (int left = retries;; --left) {
    Attempt attempt = try_once(database, revocation, new_id);
    if (!attempt.lost) return std::move(attempt.effects);
    if (left == 0) throw Error(*attempt.lost);
  }
}

Time latest_expiry(const db::Dialect& dialect) {
  using std::chrono::sys_days;
  // MySQL: 2038-01-19 03:14:07 UTC, less what a session west of Greenwich adds to a literal.
  if (dialect.name == "mysql") return sys_days{std::chrono::January / 18 / 2038};
  return sys_days{std::chrono::December / 31 / 9999};
}

}  // namespace tokenshift::revocation
