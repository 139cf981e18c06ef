// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/journal.hpp"

#include "chunk_writer.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tokenshift::apps {

/// Restores entries of a run, a chunk in one transaction, where the row still holds what the run
/// wrote; and marks each entry either way, so that an undo that was cut off continues where it
/// stopped. Many rows a statement on a server, as ChunkWriter does it.
class ChunkRestorer {
 public:
  ChunkRestorer(db::Connection& database, std::int64_t run);

  Written restore(std::span<const Entry> entries);

 private:
  std::optional<Written> restore_groups(std::span<const Entry> entries);
  Written restore_rows(std::span<const Entry> entries);
  bool restore_group(const Entry& like, const std::vector<std::int64_t>& rows);
  bool restore_row(const Entry& entry);

  db::Connection& database_;
  std::int64_t run_;
  std::unique_ptr<db::Statement> mark_;
  std::array<std::unique_ptr<db::Statement>, target_count> row_statements_;
};

}  // namespace tokenshift::apps
