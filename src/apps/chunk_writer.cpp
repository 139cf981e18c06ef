// SPDX-License-Identifier: Apache-2.0
#include "chunk_writer.hpp"

#include "statements.hpp"

#include <map>
#include <utility>

namespace tokenshift::apps {

void Written::add_to(Outcome& outcome) const {
  outcome.done += done;
  outcome.drifted += static_cast<std::int64_t>(drift.size());
  for (const Drift& row : drift) {
    if (outcome.drift.size() < max_listed_drift) outcome.drift.push_back(row);
  }
}

ChunkWriter::ChunkWriter(db::Connection& database, const Plan& plan, std::int64_t run,
                         ChunkNumbers& numbers)
    : database_(database), plan_(plan), journal_(database, run, numbers) {}

Written ChunkWriter::write(const Portion& portion) {
  if (database_.dialect().remote) {
    if (auto written = write_groups(portion)) return *std::move(written);
  }
  return write_rows(portion);
}

std::optional<Written> ChunkWriter::write_groups(const Portion& portion) {
  std::map<std::pair<Target, std::uint32_t>, std::vector<std::int64_t>> groups;
  for (std::int64_t at = portion.from; at < portion.to; ++at) {
    const Change& change = plan_.changes[static_cast<std::size_t>(at)];
    groups[{change.target, change.old_value}].push_back(change.row);
  }
  db::Transaction transaction(database_, db::Transaction::Kind::write);
  journal_.start_chunk();
  for (const auto& [group, rows] : groups) {
    if (!write_group(group.first, plan_.values[group.second], rows)) return std::nullopt;
  }
  journal_.finish_chunk();
  transaction.commit();
  return Written{.done = portion.size(), .drift = {}};
}

bool ChunkWriter::write_group(Target target, const std::optional<std::string>& old_value,
                              const std::vector<std::int64_t>& rows) {
  if (target == Target::missing_type) return insert_group(rows);
  const std::string sql = update_sql(spec_of(target), database_.dialect(), in_list(rows));
  const auto changed = database_.prepare(sql)->run({db::nullable(old_value)});
  if (std::cmp_not_equal(changed, rows.size())) return false;
  for (const std::int64_t row : rows) journal_.append(target, row, old_value);
  return true;
}

bool ChunkWriter::insert_group(const std::vector<std::int64_t>& clients) {
  const db::Dialect& dialect = database_.dialect();
  const std::string which = in_list(clients);
  std::unique_ptr<db::Statement> rows;
  if (dialect.returning) {
    rows = database_.prepare(insert_sql(dialect, which) + " RETURNING ID");
  } else {
    const auto inserted = database_.prepare(insert_sql(dialect, which))->run();
    if (std::cmp_not_equal(inserted, clients.size())) return false;
    rows = database_.prepare(inserted_ids_sql(dialect, which));
  }
  std::vector<std::int64_t> ids;
  ids.reserve(clients.size());
  while (rows->next()) ids.push_back(rows->integer(0));
  // Fewer: some had a row by now. More: somebody else inserts at the same time.
  if (ids.size() != clients.size()) return false;
  for (const std::int64_t id : ids) journal_.append(Target::missing_type, id, std::nullopt);
  return true;
}

Written ChunkWriter::write_rows(const Portion& portion) {
  Written written;
  db::Transaction transaction(database_, db::Transaction::Kind::write);
  journal_.start_chunk();
  for (std::int64_t at = portion.from; at < portion.to; ++at) {
    const Change& change = plan_.changes[static_cast<std::size_t>(at)];
    if (write_row(change)) {
      ++written.done;
    } else {
      written.drift.push_back({change.target, change.row});
    }
  }
  journal_.finish_chunk();
  transaction.commit();
  return written;
}

bool ChunkWriter::write_row(const Change& change) {
  db::Statement& statement = row_statement(change.target);
  if (change.target == Target::missing_type) {
    if (statement.run({change.row}) != 1) return false;
    journal_.append(change.target, database_.last_insert_id(), std::nullopt);
    return true;
  }
  const auto& old_value = plan_.values[change.old_value];
  if (statement.run({change.row, db::nullable(old_value)}) != 1) return false;
  journal_.append(change.target, change.row, old_value);
  return true;
}

db::Statement& ChunkWriter::row_statement(Target target) {
  auto& statement = row_statements_.at(static_cast<std::size_t>(target));
  if (!statement) {
    const db::Dialect& dialect = database_.dialect();
    statement = database_.prepare(target == Target::missing_type
                                      ? insert_sql(dialect, "= ?")
                                      : update_sql(spec_of(target), dialect, "= ?"));
  }
  return *statement;
}

}  // namespace tokenshift::apps
