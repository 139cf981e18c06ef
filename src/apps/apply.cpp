// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/apply.hpp"

#include "tokenshift/base/error.hpp"

#include "attempts.hpp"
#include "chunk_writer.hpp"
#include "portions.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace tokenshift::apps {
namespace {

// Fewer rows are written sooner than another session is opened.
constexpr std::int64_t rows_worth_a_session = 1'000;

// A session on each database.
struct Sessions {
  std::unique_ptr<db::Connection> apim;
  std::unique_ptr<db::Connection> identity;  // null when it is the same database

  apim::Databases databases() const { return identity ? apim::Databases(*apim, *identity) : *apim; }
};

// Further sessions, as many as are wanted and as the databases grant: there may be but one writer,
// or a limit on the sessions of a role. One session does all, if slower.
std::vector<Sessions> further_sessions(const apim::Databases& databases, std::int64_t wanted) {
  std::vector<Sessions> all;
  try {
    while (std::ssize(all) < wanted) {
      Sessions sessions{.apim = databases.apim().another(), .identity = {}};
      if (databases.separate()) sessions.identity = databases.identity().another();
      if (!sessions.apim || (databases.separate() && !sessions.identity)) break;
      all.push_back(std::move(sessions));
    }
  } catch (const Error&) {  // these are all
  }
  return all;
}

// The chunk numbers of each database.
struct Numbers {
  Numbers(const apim::Databases& databases, std::int64_t run) : apim(databases.apim(), run) {
    if (databases.separate()) identity.emplace(databases.identity(), run);
  }
  ChunkNumbers apim;
  std::optional<ChunkNumbers> identity;
};

// What the sessions have in common.
class Conversion {
 public:
  Conversion(const Plan& plan, const Surroundings& world, Portions& portions, Numbers& numbers,
             Outcome& outcome)
      : plan_(plan),
        world_(one_at_a_time(world)),
        portions_(portions),
        numbers_(numbers),
        outcome_(outcome) {}

  // The work of one session: portion after portion, until there is none.
  void work(const apim::Databases& databases, const Throttle& throttle) noexcept {
    try {
      write_portions(databases, throttle);
    } catch (...) {
      portions_.stop();
      const std::scoped_lock lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  // Throws what the first session to fail has thrown.
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void write_portions(const apim::Databases& databases, const Throttle& throttle) {
    ChunkWriter apim(databases.apim(), plan_, outcome_.run, numbers_.apim);
    std::optional<ChunkWriter> identity;
    if (databases.separate()) {
      identity.emplace(databases.identity(), plan_, outcome_.run, *numbers_.identity);
    }
    Pace pace(throttle);
    while (!world_.stop_requested()) {
      const auto portion = portions_.next(pace.chunk());
      if (!portion) return;
      ChunkWriter& writer = identity && is_identity(*portion) ? *identity : apim;
      const auto started = world_.tick();
      const Written written = with_attempts(world_, [&] { return writer.write(*portion); });
      const auto took = world_.tick() - started;
      pace.took(took, portion->size());
      add(*portion, written, took);
      if (pace.rest().count() > 0 && portions_.left()) world_.wait(pace.rest());
    }
  }

  bool is_identity(const Portion& portion) const {
    const Change& first = plan_.changes[static_cast<std::size_t>(portion.from)];
    return spec_of(first.target).side == apim::Side::identity;
  }

  void add(const Portion& portion, const Written& written,
           std::chrono::steady_clock::duration took) {
    const std::scoped_lock lock(mutex_);
    outcome_.chunks.add(took);
    written.add_to(outcome_);
    written_ += portion.size();
    world_.progress(written_, portions_.total());
  }

  Surroundings one_at_a_time(Surroundings world) {
    world.waiting = [this, tell = world.waiting](std::string_view why) {
      const std::scoped_lock lock(mutex_);
      tell(why);
    };
    world.chance = [this, draw = world.chance] {
      const std::scoped_lock lock(mutex_);
      return draw();
    };
    return world;
  }

  const Plan& plan_;
  Surroundings world_;
  Portions& portions_;
  Numbers& numbers_;
  Outcome& outcome_;
  std::int64_t written_ = 0;
  std::exception_ptr failure_;
  std::mutex mutex_;
};

// All sessions at once; this thread has the one that holds the lock.
void convert(const apim::Databases& databases, const Plan& plan, const Surroundings& world,
             Outcome& outcome) {
  Portions portions(plan, databases.separate());
  Numbers numbers(databases, outcome.run);
  Conversion conversion(plan, world, portions, numbers, outcome);
  Throttle share = world.throttle;
  std::int64_t wanted =
      std::min<std::int64_t>(share.sessions - 1, portions.total() / rows_worth_a_session);
  // A row a second is the least that a session can keep to.
  if (share.max_rate > 0) wanted = std::min(wanted, share.max_rate - 1);
  const std::vector<Sessions> further = further_sessions(databases, wanted);
  share.max_rate /= std::ssize(further) + 1;
  {
    std::vector<std::jthread> threads;
    threads.reserve(further.size());
    for (const Sessions& sessions : further) {
      threads.emplace_back([&] { conversion.work(sessions.databases(), share); });
    }
    conversion.work(databases, share);
  }
  conversion.rethrow();
  outcome.interrupted = portions.left();
}

}  // namespace

Outcome apply(const apim::Databases& databases, const Plan& plan, const Surroundings& world) {
  Outcome outcome;
  const auto cut_off = unfinished_run(databases);
  if (plan.changes.empty() && !cut_off) return outcome;

  outcome.continued = cut_off.has_value();
  outcome.run = open_run(databases, cut_off, world.actor, plan.fingerprint, world.now());
  convert(databases, plan, world, outcome);
  if (outcome.interrupted) return outcome;
  for (db::Connection* const database : databases.all()) {
    with_attempts(world, [&] { set_state(*database, outcome.run, state_applied, world.now()); });
  }
  return outcome;
}

}  // namespace tokenshift::apps
