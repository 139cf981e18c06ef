// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

namespace tokenshift::apps {

/// How gently a conversion treats the other clients of a database. The defaults are for a
/// maintenance window.
struct Throttle {
  std::int64_t batch_size = 20'000;           ///< rows of a transaction, at most
  std::chrono::milliseconds batch_time{100};  ///< what a transaction should take
  std::int64_t max_rate = 0;                  ///< rows a second; 0: no limit
  std::chrono::milliseconds sleep{0};         ///< a rest after each transaction
  int sessions = 1;                           ///< that write at the same time, where there can be
};

inline constexpr std::int64_t max_batch_size = 20'000;
inline constexpr int max_sessions = 16;

/// How many rows go into the next transaction, so that it takes as long as wanted: another client
/// of the database waits no longer than that (reference stack.md §C5). Follows what was measured.
class Pace {
 public:
  explicit Pace(const Throttle& throttle = {});

  std::int64_t chunk() const { return chunk_; }

  /// A transaction of so many rows took so long.
  void took(std::chrono::steady_clock::duration duration, std::int64_t rows);
  /// It was a full one.
  void took(std::chrono::steady_clock::duration duration) { took(duration, chunk_); }

  /// How long to rest before the next one.
  std::chrono::milliseconds rest() const { return rest_; }

 private:
  Throttle throttle_;
  std::int64_t chunk_;
  std::chrono::milliseconds rest_{0};
};

}  // namespace tokenshift::apps
