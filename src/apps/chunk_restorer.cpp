// SPDX-License-Identifier: Apache-2.0
#include "chunk_restorer.hpp"

#include "statements.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace tokenshift::apps {
namespace {

constexpr std::string_view undone = "undone";
constexpr std::string_view kept = "kept";

std::string mark_sql(std::string_view which) {
  return fmt::format(
      "UPDATE TOKENSHIFT_JOURNAL SET UNDO_STATE = ? WHERE RUN_ID = ? AND CHUNK = ? AND TARGET = ?"
      " AND ROW_ID {}",
      which);
}

std::string sql_of(Target target, const db::Dialect& dialect, std::string_view which) {
  return target == Target::missing_type ? delete_sql(spec_of(target), dialect, which)
                                        : restore_sql(spec_of(target), dialect, which);
}

}  // namespace

ChunkRestorer::ChunkRestorer(db::Connection& database, std::int64_t run)
    : database_(database), run_(run), mark_(database.prepare(mark_sql("= ?"))) {}

Written ChunkRestorer::restore(std::span<const Entry> entries) {
  if (database_.dialect().remote) {
    if (auto written = restore_groups(entries)) return *std::move(written);
  }
  return restore_rows(entries);
}

std::optional<Written> ChunkRestorer::restore_groups(std::span<const Entry> entries) {
  using Likeness = std::tuple<Target, std::optional<std::string>, std::string>;
  std::map<Likeness, std::pair<const Entry*, std::vector<std::int64_t>>> groups;
  for (const Entry& entry : entries) {
    auto& [like, rows] = groups[{entry.target, entry.old_value, entry.new_value}];
    like = &entry;
    rows.push_back(entry.row);
  }
  db::Transaction transaction(database_, db::Transaction::Kind::write);
  for (const auto& [likeness, group] : groups) {
    if (!restore_group(*group.first, group.second)) return std::nullopt;
  }
  transaction.commit();
  return Written{.done = static_cast<std::int64_t>(entries.size()), .drift = {}};
}

bool ChunkRestorer::restore_group(const Entry& like, const std::vector<std::int64_t>& rows) {
  const std::string which = in_list(rows);
  const auto statement = database_.prepare(sql_of(like.target, database_.dialect(), which));
  const auto restored = like.target == Target::missing_type
                            ? statement->run({like.new_value})
                            : statement->run({db::nullable(like.old_value), like.new_value});
  if (std::cmp_not_equal(restored, rows.size())) return false;
  database_.prepare(mark_sql(which))->run({undone, run_, like.chunk, spec_of(like.target).name});
  return true;
}

Written ChunkRestorer::restore_rows(std::span<const Entry> entries) {
  Written written;
  db::Transaction transaction(database_, db::Transaction::Kind::write);
  for (const Entry& entry : entries) {
    const bool restored = restore_row(entry);
    mark_->run(
        {restored ? undone : kept, run_, entry.chunk, spec_of(entry.target).name, entry.row});
    if (restored) {
      ++written.done;
    } else {
      written.drift.push_back({entry.target, entry.row});
    }
  }
  transaction.commit();
  return written;
}

bool ChunkRestorer::restore_row(const Entry& entry) {
  auto& statement = row_statements_.at(static_cast<std::size_t>(entry.target));
  if (!statement) statement = database_.prepare(sql_of(entry.target, database_.dialect(), "= ?"));
  const std::int64_t rows =
      entry.target == Target::missing_type
          ? statement->run({entry.row, entry.new_value})
          : statement->run({db::nullable(entry.old_value), entry.row, entry.new_value});
  return rows == 1;
}

}  // namespace tokenshift::apps
