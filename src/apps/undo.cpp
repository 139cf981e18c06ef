// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/apply.hpp"

#include "attempts.hpp"
#include "chunk_restorer.hpp"

#include <algorithm>
#include <span>

namespace tokenshift::apps {
namespace {

// One undo: the chunks of the run in the order in which they were written, each as it was or, where
// that would take too long, in parts.
class Undo {
 public:
  Undo(db::Connection& database, const Surroundings& world, Outcome& outcome)
      : database_(database),
        world_(world),
        outcome_(outcome),
        restorer_(database, outcome.run),
        pace_(world.throttle),
        total_(count_open_entries(database, outcome.run)) {}

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
    pace_.took(world_.tick() - started, size);
    outcome_.done += written.done;
    outcome_.drifted += static_cast<std::int64_t>(written.drift.size());
    for (const Drift& row : written.drift) {
      if (outcome_.drift.size() < max_listed_drift) outcome_.drift.push_back(row);
    }
    seen_ += size;
    world_.progress(seen_, total_);
    if (seen_ < total_ && pace_.rest().count() > 0) world_.wait(pace_.rest());
  }

  db::Connection& database_;
  const Surroundings& world_;
  Outcome& outcome_;
  ChunkRestorer restorer_;
  Pace pace_;
  std::int64_t total_;
  std::int64_t seen_ = 0;
};

}  // namespace

Outcome undo(db::Connection& database, std::int64_t run, const std::string& ticket,
             const Surroundings& world) {
  Outcome outcome{.run = run};
  const Run before = run_with_id(database, run);
  if (before.state == state_undone) return outcome;
  outcome.continued = before.state == state_undoing;

  if (!ticket.empty()) set_ticket(database, run, ticket);
  set_state(database, run, state_undoing, world.now());
  outcome.interrupted = !Undo(database, world, outcome).run();
  if (!outcome.interrupted) set_state(database, run, state_undone, world.now());
  return outcome;
}

}  // namespace tokenshift::apps
