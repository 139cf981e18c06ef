// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/pace.hpp"

#include "tokenshift/apps/apply.hpp"

#include <algorithm>
#include <cmath>

namespace tokenshift::apps {
namespace {

// Small at first: nothing is known yet of how fast this database is.
constexpr std::int64_t first_chunk = 500;
constexpr std::int64_t min_chunk = 50;

}  // namespace

Pace::Pace(const Throttle& throttle)
    : throttle_(throttle), chunk_(std::min(first_chunk, throttle.batch_size)) {}

void Pace::took(std::chrono::steady_clock::duration duration, std::int64_t rows) {
  using Seconds = std::chrono::duration<double>;
  const double seconds = std::max(Seconds(duration).count(), 1e-6);
  const double wanted = static_cast<double>(rows) * Seconds(throttle_.batch_time).count() / seconds;
  // One slow transaction is no reason to creep, one fast one none to leap.
  const double next =
      std::clamp(wanted, static_cast<double>(chunk_) / 2, static_cast<double>(chunk_) * 2);
  chunk_ = std::clamp(static_cast<std::int64_t>(next), std::min(min_chunk, throttle_.batch_size),
                      throttle_.batch_size);
  rest_ = throttle_.sleep;
  if (throttle_.max_rate > 0) {
    const double left =
        static_cast<double>(rows) / static_cast<double>(throttle_.max_rate) - seconds;
    rest_ = std::max(rest_, std::chrono::milliseconds(static_cast<std::int64_t>(left * 1000)));
  }
}

void ChunkTimes::add(std::chrono::steady_clock::duration duration) {
  using Micros = std::chrono::duration<std::uint32_t, std::micro>;
  taken_.push_back(std::chrono::duration_cast<Micros>(duration).count());
}

std::chrono::microseconds ChunkTimes::quantile(double share) const {
  if (taken_.empty()) return {};
  std::vector<std::uint32_t> sorted = taken_;
  const auto last = static_cast<double>(sorted.size() - 1);
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(std::lround(share * last));
  std::ranges::nth_element(sorted, at);
  return std::chrono::microseconds(*at);
}

}  // namespace tokenshift::apps
