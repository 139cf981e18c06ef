// SPDX-License-Identifier: Apache-2.0
#include "key_index.hpp"

#include "tokenshift/apps/plan.hpp"

#include <algorithm>

namespace tokenshift::apps {

void KeyIndex::add(std::string_view key, Entry entry) {
  slots_.push_back({owner_of(key, 0), entry.id * 2 + (entry.oauth1 ? 1 : 0)});
}

void KeyIndex::finish() { std::ranges::sort(slots_); }

KeyIndex::Entry KeyIndex::find(std::string_view key) const {
  const std::uint64_t fingerprint = owner_of(key, 0);
  const auto slot = std::ranges::lower_bound(slots_, fingerprint, {}, &Slot::fingerprint);
  if (slot == slots_.end() || slot->fingerprint != fingerprint) return {};
  return {.id = slot->id_and_flag / 2, .oauth1 = slot->id_and_flag % 2 != 0};
}

}  // namespace tokenshift::apps
