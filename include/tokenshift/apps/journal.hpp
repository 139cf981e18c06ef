// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/apps/target.hpp"
#include "tokenshift/base/time.hpp"
#include "tokenshift/db/connection.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::apps {

// The journal lives in the database it speaks of, in two tables of ours: TOKENSHIFT_RUN, a row a
// run, and TOKENSHIFT_JOURNAL, a row a changed row, with the old value. Journal rows are written in
// the transaction that changes the rows, so the journal is the audit, the undo and the checkpoint
// in one. Where a deployment has two databases, each has its own journal, and a run that writes to
// both has a row in each, with the same number (docs/decisions/separate-identity-database.md).

/// The states of a run. A run that is `running` or `undoing` without a living holder was cut off:
/// the same command continues it.
inline constexpr std::string_view state_running = "running";
inline constexpr std::string_view state_applied = "applied";
inline constexpr std::string_view state_undoing = "undoing";
inline constexpr std::string_view state_undone = "undone";

/// A row of TOKENSHIFT_RUN.
struct Run {
  std::int64_t id = 0;
  std::string state;
  std::string started_at;   ///< RFC 3339
  std::string finished_at;  ///< empty while it runs
  std::string actor;        ///< user@host
  std::string tool_version;
  std::string fingerprint;   ///< of the first plan
  std::string ticket;        ///< given to an undo past the point of no return
  std::string peer;          ///< the name of the other database that the run writes to, if any
  std::string database;      ///< the database it was read from, or both
  std::int64_t changes = 0;  ///< journal rows
  std::int64_t undone = 0;   ///< of these, restored
};

/// A row of TOKENSHIFT_JOURNAL. Its key is (RUN_ID, CHUNK, TARGET, ROW_ID): a chunk is what one
/// transaction wrote.
struct Entry {
  std::int64_t chunk = 0;
  Target target = Target::type_row;
  std::int64_t row = 0;
  std::optional<std::string> old_value;  ///< of an inserted row: nothing
  std::string new_value;
};

/// Makes the tables unless they are there.
void create_journal(db::Connection& database);

/// All runs, oldest first; none when there is no journal. The rows of a run that writes to both
/// databases are one here; runs that wrote to one of them alone are listed, too.
std::vector<Run> runs(const apim::Databases& databases);

/// The run with this id that wrote to these databases. Throws Error{usage} when there is none,
/// Error{refused} when it wrote to another database besides, or to one of two alone.
Run run_with_id(const apim::Databases& databases, std::int64_t id);

/// Whether the journal of a database has a row of this run.
bool has_run(db::Connection& database, std::int64_t id);

/// The run that was cut off while applying, if any. Throws Error{refused} when it writes to other
/// databases than these.
std::optional<Run> unfinished_run(const apim::Databases& databases);

/// Sees to it that there is a row of a run in each database, `running`: of the one that was cut
/// off, whatever of it is there, or of a new one. Gives its id.
std::int64_t open_run(const apim::Databases& databases, const std::optional<Run>& cut_off,
                      const std::string& actor, const std::string& fingerprint, Time now);

void set_state(db::Connection& database, std::int64_t run, std::string_view state, Time now);
void set_ticket(db::Connection& database, std::int64_t run, const std::string& ticket);

/// Numbers for the chunks of a run in one database, each given once, to however many sessions
/// write. A chunk that is given up leaves a gap.
class ChunkNumbers {
 public:
  /// Goes on behind the last chunk that is there.
  ChunkNumbers(db::Connection& database, std::int64_t run);
  std::int64_t take() { return ++last_; }

 private:
  std::atomic<std::int64_t> last_ = 0;
};

/// Appends entries to a run, chunk by chunk. Use it inside the transaction that makes the changes;
/// when that is given up, start the chunk anew.
class JournalWriter {
 public:
  JournalWriter(db::Connection& database, std::int64_t run, ChunkNumbers& numbers)
      : database_(database), run_(run), numbers_(numbers) {}
  void start_chunk();
  void append(Target target, std::int64_t row, const std::optional<std::string>& old_value);
  void finish_chunk();

 private:
  db::Connection& database_;
  std::int64_t run_;
  ChunkNumbers& numbers_;
  std::int64_t chunk_ = 0;
  std::unique_ptr<db::BulkInsert> rows_;
};

/// The first chunk of a run above a number, if any.
std::optional<std::int64_t> next_chunk(db::Connection& database, std::int64_t run,
                                       std::int64_t after);

/// The entries of a chunk that no undo has dealt with, by target and row.
std::vector<Entry> open_entries(db::Connection& database, std::int64_t run, std::int64_t chunk);

/// How many entries of a run no undo has dealt with.
std::int64_t count_open_entries(db::Connection& database, std::int64_t run);

}  // namespace tokenshift::apps
