// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/apply.hpp"

#include "attempts.hpp"
#include "chunk_writer.hpp"

#include <algorithm>

namespace tokenshift::apps {
namespace {

void add(Outcome& outcome, const Written& written) {
  outcome.done += written.done;
  outcome.drifted += static_cast<std::int64_t>(written.drift.size());
  for (const Drift& row : written.drift) {
    if (outcome.drift.size() < max_listed_drift) outcome.drift.push_back(row);
  }
}

}  // namespace

Outcome apply(db::Connection& database, const Plan& plan, const Surroundings& world) {
  Outcome outcome;
  const auto cut_off = unfinished_run(database);
  if (plan.changes.empty() && !cut_off) return outcome;

  create_journal(database);
  outcome.continued = cut_off.has_value();
  outcome.run =
      cut_off ? cut_off->id : start_run(database, world.actor, plan.fingerprint, world.now());
  ChunkWriter writer(database, plan, outcome.run);
  Pace pace(world.throttle);
  const auto total = static_cast<std::int64_t>(plan.changes.size());
  for (std::int64_t at = 0; at < total;) {
    if (world.stop_requested()) {
      outcome.interrupted = true;
      return outcome;
    }
    const std::int64_t end = std::min(total, at + pace.chunk());
    const auto started = world.tick();
    add(outcome, with_attempts(world, [&] {
          return writer.write(static_cast<std::size_t>(at), static_cast<std::size_t>(end));
        }));
    pace.took(world.tick() - started, end - at);
    at = end;
    world.progress(at, total);
    if (at < total && pace.rest().count() > 0) world.wait(pace.rest());
  }
  with_attempts(world, [&] { set_state(database, outcome.run, state_applied, world.now()); });
  return outcome;
}

}  // namespace tokenshift::apps
