// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/journal.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace tokenshift::apps {
namespace {

constexpr const char* run_table = R"(CREATE TABLE TOKENSHIFT_RUN (
  RUN_ID INTEGER NOT NULL, STATE VARCHAR(16) NOT NULL, STARTED_AT VARCHAR(24) NOT NULL,
  FINISHED_AT VARCHAR(24), ACTOR VARCHAR(255) NOT NULL, TOOL_VERSION VARCHAR(32) NOT NULL,
  FINGERPRINT VARCHAR(64) NOT NULL, TICKET VARCHAR(255), PEER VARCHAR(255),
  PRIMARY KEY (RUN_ID)))";

constexpr const char* journal_table = R"(CREATE TABLE TOKENSHIFT_JOURNAL (
  RUN_ID INTEGER NOT NULL, CHUNK INTEGER NOT NULL, TARGET VARCHAR(16) NOT NULL, ROW_ID BIGINT NOT NULL,
  OLD_VALUE VARCHAR(2047), NEW_VALUE VARCHAR(32) NOT NULL, UNDO_STATE VARCHAR(8),
  PRIMARY KEY (RUN_ID, CHUNK, TARGET, ROW_ID)))";

constexpr std::array<std::string_view, 6> journal_columns{"RUN_ID", "CHUNK",     "TARGET",
                                                          "ROW_ID", "OLD_VALUE", "NEW_VALUE"};

bool has_journal(db::Connection& database) { return !database.columns("TOKENSHIFT_RUN").empty(); }

void create_unless_there(db::Connection& database, std::string_view table, std::string_view sql) {
  if (!database.columns(table).empty()) return;
  database.execute(fmt::format("{}{}", sql, database.dialect().table_suffix));
}

Run run_of(const db::Statement& row) {
  return {.id = row.integer(0),
          .state = std::string(row.text(1)),
          .started_at = std::string(row.text(2)),
          .finished_at = std::string(row.text(3)),
          .actor = std::string(row.text(4)),
          .tool_version = std::string(row.text(5)),
          .fingerprint = std::string(row.text(6)),
          .ticket = std::string(row.text(7)),
          .peer = std::string(row.text(8))};
}

// The runs that a condition on R names. The rows of the journal are counted for those alone: there
// may be millions.
std::vector<Run> select_runs(db::Connection& database, std::string_view condition,
                             std::initializer_list<db::Parameter> parameters) {
  std::vector<Run> found;
  if (!has_journal(database)) return found;
  auto rows = database.prepare(
      fmt::format("SELECT R.RUN_ID, R.STATE, R.STARTED_AT, R.FINISHED_AT, R.ACTOR, R.TOOL_VERSION,"
                  " R.FINGERPRINT, R.TICKET, R.PEER FROM TOKENSHIFT_RUN R {} ORDER BY R.RUN_ID",
                  condition));
  rows->bind(parameters);
  while (rows->next()) {
    found.push_back(run_of(*rows));
    found.back().database = database.name();
  }
  return found;
}

const std::string& peer_name(const apim::Databases& databases, const db::Connection& database) {
  static const std::string none;
  if (!databases.separate()) return none;
  return (&database == &databases.apim() ? databases.identity() : databases.apim()).name();
}

// A run is continued and undone in the databases in which it was started, all of them.
void require_same_databases(const apim::Databases& databases, const db::Connection& database,
                            const Run& run) {
  if (run.peer == peer_name(databases, database)) return;
  if (run.peer.empty()) {
    throw Error(ErrorKind::refused,
                fmt::format("run {} wrote to {} alone", run.id, database.name()),
                fmt::format("go on with it as it was begun: name {} alone", database.name()));
  }
  throw Error(ErrorKind::refused,
              fmt::format("run {} of {} writes to {} besides", run.id, database.name(),
                          printable(run.peer)),
              "name both, with --db and --identity-db");
}

// Two rows of one run as one. While one of them is not at its end, the run is not.
void add_half(Run& run, const Run& half) {
  for (const std::string_view state : {state_running, state_undoing}) {
    if (half.state != state || run.state == state_running) continue;
    run.state = half.state;
    run.finished_at = half.finished_at;
  }
  if (run.ticket.empty()) run.ticket = half.ticket;
  run.database += " and " + half.database;
  run.changes += half.changes;
  run.undone += half.undone;
}

// The runs of both databases, those that write to both as one.
std::vector<Run> join(std::vector<Run> runs, const std::vector<Run>& others) {
  for (const Run& other : others) {
    const auto half = std::ranges::find_if(runs, [&](const Run& run) {
      return run.id == other.id && !run.peer.empty() && !other.peer.empty();
    });
    if (half == runs.end()) {
      runs.push_back(other);
    } else {
      add_half(*half, other);
    }
  }
  std::ranges::stable_sort(runs, {}, &Run::id);
  return runs;
}

void count_entries(db::Connection& database, Run& run) {
  auto counts = database.prepare(
      "SELECT COUNT(*), COUNT(CASE WHEN UNDO_STATE = 'undone' THEN 1 END) FROM TOKENSHIFT_JOURNAL"
      " WHERE RUN_ID = ?");
  counts->bind({run.id});
  if (!counts->next()) return;
  run.changes = counts->integer(0);
  run.undone = counts->integer(1);
}

}  // namespace

// The journal first: some databases keep a table at once, and who finds the table of runs takes
// both for there.
void create_journal(db::Connection& database) {
  create_unless_there(database, "TOKENSHIFT_JOURNAL", journal_table);
  create_unless_there(database, "TOKENSHIFT_RUN", run_table);
}

std::vector<Run> runs(const apim::Databases& databases) {
  std::vector<Run> all;
  for (db::Connection* const database : databases.all()) {
    std::vector<Run> found = select_runs(*database, "", {});
    for (Run& run : found) count_entries(*database, run);
    all = join(std::move(all), found);
  }
  return all;
}

Run run_with_id(const apim::Databases& databases, std::int64_t id) {
  std::vector<Run> all;
  for (db::Connection* const database : databases.all()) {
    std::vector<Run> found = select_runs(*database, "WHERE R.RUN_ID = ?", {id});
    if (found.empty()) continue;
    require_same_databases(databases, *database, found.front());
    count_entries(*database, found.front());
    all = join(std::move(all), found);
  }
  if (all.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} has no run {}", databases.name(), id),
                "list the runs: tokenshift apps history");
  }
  return all.front();
}

bool has_run(db::Connection& database, std::int64_t id) {
  return !select_runs(database, "WHERE R.RUN_ID = ?", {id}).empty();
}

std::optional<Run> unfinished_run(const apim::Databases& databases) {
  std::optional<Run> unfinished;
  for (db::Connection* const database : databases.all()) {
    const auto found = select_runs(*database, "WHERE R.STATE = ?", {state_running});
    if (found.empty()) continue;
    require_same_databases(databases, *database, found.front());
    if (!unfinished) unfinished = found.front();
  }
  return unfinished;
}

std::int64_t open_run(const apim::Databases& databases, const std::optional<Run>& cut_off,
                      const std::string& actor, const std::string& fingerprint, Time now) {
  std::int64_t id = cut_off ? cut_off->id : 1;
  for (db::Connection* const database : databases.all()) {
    create_journal(*database);
    if (cut_off) continue;
    const auto last = database->prepare("SELECT COALESCE(MAX(RUN_ID), 0) FROM TOKENSHIFT_RUN");
    if (last->next()) id = std::max(id, last->integer(0) + 1);
  }
  for (db::Connection* const database : databases.all()) {
    const std::string& peer = peer_name(databases, *database);
    db::Transaction transaction(*database, db::Transaction::Kind::write);
    const auto there = select_runs(*database, "WHERE R.RUN_ID = ?", {id});
    if (!there.empty()) require_same_databases(databases, *database, there.front());
    if (there.empty()) {
      database
          ->prepare(
              "INSERT INTO TOKENSHIFT_RUN (RUN_ID, STATE, STARTED_AT, ACTOR, TOOL_VERSION,"
              " FINGERPRINT, PEER) VALUES (?, ?, ?, ?, ?, ?, ?)")
          ->run({id, state_running, cut_off ? cut_off->started_at : to_rfc3339(now), actor,
                 program_version(), cut_off ? cut_off->fingerprint : fingerprint,
                 peer.empty() ? db::Parameter() : db::Parameter(std::string_view(peer))});
    } else {
      database->prepare("UPDATE TOKENSHIFT_RUN SET STATE = ?, FINISHED_AT = NULL WHERE RUN_ID = ?")
          ->run({state_running, id});
    }
    transaction.commit();
  }
  return id;
}

void set_state(db::Connection& database, std::int64_t run, std::string_view state, Time now) {
  database.prepare("UPDATE TOKENSHIFT_RUN SET STATE = ?, FINISHED_AT = ? WHERE RUN_ID = ?")
      ->run({state, to_rfc3339(now), run});
}

void set_ticket(db::Connection& database, std::int64_t run, const std::string& ticket) {
  database.prepare("UPDATE TOKENSHIFT_RUN SET TICKET = ? WHERE RUN_ID = ?")->run({ticket, run});
}

ChunkNumbers::ChunkNumbers(db::Connection& database, std::int64_t run) {
  auto last =
      database.prepare("SELECT COALESCE(MAX(CHUNK), 0) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID = ?");
  last->bind({run});
  if (last->next()) last_ = last->integer(0);
}

void JournalWriter::start_chunk() {
  chunk_ = numbers_.take();
  rows_ = database_.bulk_insert("TOKENSHIFT_JOURNAL", journal_columns);
}

void JournalWriter::append(Target target, std::int64_t row,
                           const std::optional<std::string>& old_value) {
  const TargetSpec& spec = spec_of(target);
  rows_->add({run_, chunk_, spec.name, row, db::nullable(old_value), spec.value});
}

void JournalWriter::finish_chunk() {
  rows_->finish();
  rows_.reset();
}

std::optional<std::int64_t> next_chunk(db::Connection& database, std::int64_t run,
                                       std::int64_t after) {
  auto row =
      database.prepare("SELECT MIN(CHUNK) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID = ? AND CHUNK > ?");
  row->bind({run, after});
  if (!row->next() || row->is_null(0)) return std::nullopt;
  return row->integer(0);
}

std::vector<Entry> open_entries(db::Connection& database, std::int64_t run, std::int64_t chunk) {
  auto rows = database.prepare(
      "SELECT TARGET, ROW_ID, OLD_VALUE, NEW_VALUE FROM TOKENSHIFT_JOURNAL"
      " WHERE RUN_ID = ? AND CHUNK = ? AND UNDO_STATE IS NULL ORDER BY TARGET, ROW_ID");
  rows->bind({run, chunk});
  std::vector<Entry> entries;
  while (rows->next()) {
    const TargetSpec* spec = find_target(rows->text(0));
    if (spec == nullptr) {
      throw Error(ErrorKind::input,
                  fmt::format("{}: run {} holds an entry of an unknown kind", database.name(), run),
                  "a newer version of tokenshift wrote it: use that one");
    }
    entries.push_back({chunk, spec->target, rows->integer(1), rows->optional_text(2),
                       std::string(rows->text(3))});
  }
  return entries;
}

std::int64_t count_open_entries(db::Connection& database, std::int64_t run) {
  auto row = database.prepare(
      "SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID = ? AND UNDO_STATE IS NULL");
  row->bind({run});
  return row->next() ? row->integer(0) : 0;
}

}  // namespace tokenshift::apps
