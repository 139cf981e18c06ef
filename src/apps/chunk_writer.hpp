// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/apply.hpp"
#include "tokenshift/apps/journal.hpp"
#include "tokenshift/apps/plan.hpp"

#include "portions.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace tokenshift::apps {

/// What became of a chunk.
struct Written {
  std::int64_t done = 0;
  std::vector<Drift> drift;

  /// Counts it in. Of the rows that were left, the first ones are listed.
  void add_to(Outcome& outcome) const;
};

/// Writes chunks of a plan, each one transaction with its journal rows.
///
/// On a server a statement writes all rows of a chunk that had the same value. Should one of them
/// not be as planned, the transaction is given up and the chunk is written row by row, which tells
/// which one it was. In-process it is row by row at once: that is as fast there.
class ChunkWriter {
 public:
  ChunkWriter(db::Connection& database, const Plan& plan, std::int64_t run, ChunkNumbers& numbers);

  Written write(const Portion& portion);

 private:
  std::optional<Written> write_groups(const Portion& portion);
  Written write_rows(const Portion& portion);
  bool write_group(Target target, const std::optional<std::string>& old_value,
                   const std::vector<std::int64_t>& rows);
  bool insert_group(const std::vector<std::int64_t>& clients);
  bool write_row(const Change& change);
  db::Statement& row_statement(Target target);

  db::Connection& database_;
  const Plan& plan_;
  JournalWriter journal_;
  std::array<std::unique_ptr<db::Statement>, target_count> row_statements_;
};

}  // namespace tokenshift::apps
