// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/journal.hpp"
#include "tokenshift/apps/pace.hpp"
#include "tokenshift/apps/plan.hpp"
#include "tokenshift/base/time.hpp"
#include "tokenshift/db/connection.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::apps {

/// What writing needs of the world outside.
struct Surroundings {
  std::string actor;                                            ///< user@host
  std::function<Time()> now;                                    ///< wall clock, for the journal
  std::function<std::chrono::steady_clock::time_point()> tick;  ///< for the pace of chunks
  std::function<bool()> stop_requested;                         ///< asked between chunks
  std::function<void(std::int64_t done, std::int64_t total)> progress;  ///< called after each chunk
  std::function<void(std::string_view why)> waiting;  ///< told before a pause that was not planned
  std::function<void(std::chrono::milliseconds)> wait;  ///< pauses; a stop request ends it early
  std::function<double()> chance;                       ///< a number from 0 to 1, another each time
  Throttle throttle = {};
};

/// A row that was not as planned, and was left as it is.
struct Drift {
  Target target = Target::type_row;
  std::int64_t row = 0;
};

inline constexpr std::size_t max_listed_drift = 100;

/// How long the transactions of a run took. A neighbour that wants a row of one waits no longer.
class ChunkTimes {
 public:
  void add(std::chrono::steady_clock::duration duration);
  std::int64_t count() const { return std::ssize(taken_); }
  /// The time that this share of them did not exceed: 0.5 for the median, 1 for the longest. Zero
  /// when there are none.
  std::chrono::microseconds quantile(double share) const;

 private:
  std::vector<std::uint32_t> taken_;  // microseconds
};

/// What apply() or undo() did.
struct Outcome {
  std::int64_t run = 0;
  std::int64_t done = 0;     ///< rows written
  std::int64_t drifted = 0;  ///< rows left, because they were not as planned
  std::vector<Drift> drift;  ///< the first of them
  bool continued = false;    ///< an earlier run that had been cut off was continued
  ChunkTimes chunks = {};    ///< of this run of the program
  bool interrupted = false;  ///< stopped between chunks; the same command continues
};

/// Writes a plan: in chunks, each one transaction with its journal rows. A transaction that the
/// database gives up (a deadlock, a lock that took too long) is tried again a few times. The caller
/// holds the lock.
/// A plan without changes writes nothing, unless a run that was cut off is to be closed.
/// Several sessions, where the throttle wants them and the database has them, write a chunk each at
/// the same time; the callbacks of `world` are called by one at a time, but for tick(), wait() and
/// stop_requested().
/// With two databases a chunk lies in one of them, and so does its journal.
Outcome apply(const apim::Databases& databases, const Plan& plan, const Surroundings& world);

/// Restores what a run changed, where the value is still what the run wrote; the rest is left and
/// counted as drift. The caller holds the lock.
Outcome undo(const apim::Databases& databases, std::int64_t run, const std::string& ticket,
             const Surroundings& world);

}  // namespace tokenshift::apps
