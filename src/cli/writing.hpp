// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/apply.hpp"

#include "command.hpp"
#include "program.hpp"
#include "session.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tokenshift::cli {

// What the commands that write to the database have in common.

/// The options --batch-size, --batch-time, --max-rate, --sleep, and --sessions of who can have
/// several.
struct ThrottleOptions {
  std::int64_t batch_size = apps::Throttle{}.batch_size;
  std::int64_t batch_time = apps::Throttle{}.batch_time.count();
  std::int64_t max_rate = 0;
  std::int64_t sleep = 0;
  std::int64_t sessions = 1;

  std::vector<Option> options();
  std::vector<Option> options_with_sessions();

  /// Throws Error{usage} when a number is out of its range.
  apps::Throttle throttle() const;
};

/// How a long write is told about while it runs.
enum class Telling {
  people,  ///< a line on stderr
  events,  ///< JSON lines on stdout: {"event": "progress" | "waiting", …}
};

/// Runs a write with progress, stop requests and the lock: the work gets the surroundings.
apps::Outcome write_with(Program& program, Session& session, const std::string& verb,
                         const apps::Throttle& throttle, Telling telling,
                         const std::function<apps::Outcome(const apps::Surroundings&)>& work);

}  // namespace tokenshift::cli
