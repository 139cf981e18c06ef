// SPDX-License-Identifier: Apache-2.0
#include "portions.hpp"

#include "tokenshift/apps/target.hpp"

#include <algorithm>

namespace tokenshift::apps {

Portions::Portions(const Plan& plan, bool separate)
    : plan_(plan), separate_(separate), total_(static_cast<std::int64_t>(plan.changes.size())) {}

std::optional<Portion> Portions::next(std::int64_t most) {
  const std::scoped_lock lock(mutex_);
  if (stopped_ || at_ == total_) return std::nullopt;
  if (at_ == side_end_) side_end_ = end_of_side();
  const Portion portion{.from = at_, .to = std::min(side_end_, at_ + most)};
  at_ = portion.to;
  return portion;
}

void Portions::stop() {
  const std::scoped_lock lock(mutex_);
  stopped_ = true;
}

bool Portions::left() const {
  const std::scoped_lock lock(mutex_);
  return at_ < total_;
}

// The first change behind the present one that lies in another database, or the end.
std::int64_t Portions::end_of_side() const {
  if (!separate_) return total_;
  const auto from = plan_.changes.begin() + at_;
  const auto side = spec_of(from->target).side;
  const auto other = std::find_if(from, plan_.changes.end(), [&](const Change& change) {
    return spec_of(change.target).side != side;
  });
  return other - plan_.changes.begin();
}

}  // namespace tokenshift::apps
