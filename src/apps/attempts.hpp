// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/apply.hpp"
#include "tokenshift/db/connection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::apps {

inline constexpr int max_attempts = 8;

/// Does a transaction's work, and does it again when the database gave it up for the sake of
/// another one: after a pause that doubles, and that chance makes longer, so that two who collided
/// do not collide again. The last conflict is thrown on.
template <class Work>
auto with_attempts(const Surroundings& world, Work&& work) {
  constexpr std::chrono::milliseconds shortest{25};
  for (int attempt = 1;; ++attempt) {
    try {
      return work();
    } catch (const db::Conflict& conflict) {
      if (attempt == max_attempts || world.stop_requested()) throw;
      world.waiting(conflict.what());
    }
    const double pause =
        static_cast<double>(shortest.count()) * (1 << attempt) * (0.5 + world.chance());
    world.wait(std::chrono::milliseconds(static_cast<std::int64_t>(pause)));
  }
}

}  // namespace tokenshift::apps
