// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/apply.hpp"

#include "attempts.hpp"
#include "chunk_restorer.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace tokenshift::apps {
namespace {

// One undo: the chunks of the run in the order in which they were written, each as it was or, where
// that would take too long, in parts.
class Undo {
 public:
  Undo(db::Connection& database, const Surroundings& world, Outcome& outcome, std::int64_t total)
      : database_(database),
        world_(world),
        outcome_(outcome),
        restorer_(database, outcome.run),
        pace_(world.throttle),
        seen_(outcome.done + outcome.drifted),
        total_(total) {}

  /// False when it was asked to stop.
  bool run() {
    std::int64_t chunk = 0;
    while (const auto next = next_chunk(database_, outcome_.run, chunk)) {
      chunk = *next;
      const std::vector<Entry> entries = open_entries(database_, outcome_.run, chunk);
      for (std::span<const Entry> left = entries; !left.empty();) {
        if (world_.stop_requested()) return false;
        const auto size = std::min(left.size(), static_cast<std::size_t>(pace_.chunk()));
        restore(left.first(size));
        left = left.subspan(size);
      }
    }
    return true;
  }

 private:
  void restore(std::span<const Entry> entries) {
    const auto started = world_.tick();
    const Written written = with_attempts(world_, [&] { return restorer_.restore(entries); });
    const auto size = static_cast<std::int64_t>(entries.size());
    const auto took = world_.tick() - started;
    pace_.took(took, size);
    outcome_.chunks.add(took);
    written.add_to(outcome_);
    seen_ += size;
    world_.progress(seen_, total_);
    if (seen_ < total_ && pace_.rest().count() > 0) world_.wait(pace_.rest());
  }

  db::Connection& database_;
  const Surroundings& world_;
  Outcome& outcome_;
  ChunkRestorer restorer_;
  Pace pace_;
  std::int64_t seen_;  // of the rows of all databases
  std::int64_t total_;
};

// The databases that have the run. One that was cut off while it began may be in one of two.
std::vector<db::Connection*> holders(const apim::Databases& databases, std::int64_t run) {
  std::vector<db::Connection*> all = databases.all();
  std::erase_if(all, [&](db::Connection* database) { return !has_run(*database, run); });
  return all;
}

}  // namespace

Outcome undo(const apim::Databases& databases, std::int64_t run, const std::string& ticket,
             const Surroundings& world) {
  Outcome outcome{.run = run};
  const Run before = run_with_id(databases, run);
  if (before.state == state_undone) return outcome;
  outcome.continued = before.state == state_undoing;

  const std::vector<db::Connection*> all = holders(databases, run);
  std::int64_t total = 0;
  for (db::Connection* const database : all) {
    if (!ticket.empty()) set_ticket(*database, run, ticket);
    set_state(*database, run, state_undoing, world.now());
    total += count_open_entries(*database, run);
  }
  for (db::Connection* const database : all) {
    outcome.interrupted = !Undo(*database, world, outcome, total).run();
    if (outcome.interrupted) return outcome;
  }
  for (db::Connection* const database : all) {
    set_state(*database, run, state_undone, world.now());
  }
  return outcome;
}

}  // namespace tokenshift::apps
