// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/apply.hpp"

#include "attempts.hpp"
#include "chunk_writer.hpp"

#include <algorithm>
#include <optional>

namespace tokenshift::apps {
namespace {

void add(Outcome& outcome, const Written& written) {
  outcome.done += written.done;
  outcome.drifted += static_cast<std::int64_t>(written.drift.size());
  for (const Drift& row : written.drift) {
    if (outcome.drift.size() < max_listed_drift) outcome.drift.push_back(row);
  }
}

// A writer for each database, which knows the chunks that are its own.
class Writers {
 public:
  Writers(const apim::Databases& databases, const Plan& plan, std::int64_t run)
      : plan_(plan), separate_(databases.separate()), apim_(databases.apim(), plan, run) {
    if (separate_) identity_.emplace(databases.identity(), plan, run);
  }

  // The first change behind `at` that lies in another database, or the end.
  std::int64_t end_of_side(std::int64_t at) const {
    const auto from = plan_.changes.begin() + at;
    const auto other = !separate_
                           ? plan_.changes.end()
                           : std::find_if(from, plan_.changes.end(), [&](const Change& change) {
                               return side_of(change) != side_of(*from);
                             });
    return other - plan_.changes.begin();
  }

  Written write(std::int64_t from, std::int64_t to) {
    const Change& first = plan_.changes[static_cast<std::size_t>(from)];
    const bool other = separate_ && side_of(first) == apim::Side::identity;
    return (other ? *identity_ : apim_)
        .write(static_cast<std::size_t>(from), static_cast<std::size_t>(to));
  }

 private:
  static apim::Side side_of(const Change& change) { return spec_of(change.target).side; }

  const Plan& plan_;
  bool separate_;
  ChunkWriter apim_;
  std::optional<ChunkWriter> identity_;
};

}  // namespace

Outcome apply(const apim::Databases& databases, const Plan& plan, const Surroundings& world) {
  Outcome outcome;
  const auto cut_off = unfinished_run(databases);
  if (plan.changes.empty() && !cut_off) return outcome;

  outcome.continued = cut_off.has_value();
  outcome.run = open_run(databases, cut_off, world.actor, plan.fingerprint, world.now());
  Writers writers(databases, plan, outcome.run);
  Pace pace(world.throttle);
  const auto total = static_cast<std::int64_t>(plan.changes.size());
  std::int64_t side_end = 0;
  for (std::int64_t at = 0; at < total;) {
    if (world.stop_requested()) {
      outcome.interrupted = true;
      return outcome;
    }
    if (at == side_end) side_end = writers.end_of_side(at);
    const std::int64_t end = std::min(side_end, at + pace.chunk());
    const auto started = world.tick();
    add(outcome, with_attempts(world, [&] { return writers.write(at, end); }));
    pace.took(world.tick() - started, end - at);
    at = end;
    world.progress(at, total);
    if (at < total && pace.rest().count() > 0) world.wait(pace.rest());
  }
  for (db::Connection* const database : databases.all()) {
    with_attempts(world, [&] { set_state(*database, outcome.run, state_applied, world.now()); });
  }
  return outcome;
}

}  // namespace tokenshift::apps
