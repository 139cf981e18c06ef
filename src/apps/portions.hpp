// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/plan.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace tokenshift::apps {

/// Changes of a plan, from the one up to the other, that lie in one database.
struct Portion {
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t size() const { return to - from; }
};

/// A plan handed out in portions, each once, to however many sessions write.
class Portions {
 public:
  /// `separate`: the two sides lie in two databases.
  Portions(const Plan& plan, bool separate);

  /// The next one, of so many changes at most; nothing when all are given, or after stop().
  std::optional<Portion> next(std::int64_t most);

  /// Hands out no more.
  void stop();

  std::int64_t total() const { return total_; }
  /// Whether there is something that was not handed out.
  bool left() const;

 private:
  std::int64_t end_of_side() const;

  const Plan& plan_;
  bool separate_;
  std::int64_t total_;
  std::int64_t at_ = 0;
  std::int64_t side_end_ = 0;
  bool stopped_ = false;
  mutable std::mutex mutex_;
};

}  // namespace tokenshift::apps
