// SPDX-License-Identifier: Apache-2.0
#include "key_index.hpp"

#include "tokenshift/apps/plan.hpp"
#include "tokenshift/base/text.hpp"

#include <algorithm>

namespace tokenshift::apps {

// A key is ASCII; blanks at its end do not count where letter case does not.
std::uint64_t KeyIndex::fingerprint_of(std::string_view key) const {
  if (!ignores_case_) return owner_of(key, 0);
  while (key.ends_with(' ')) key.remove_suffix(1);
  return owner_of(to_lower(key), 0);
}

void KeyIndex::add(std::string_view key, Entry entry) {
  slots_.push_back({fingerprint_of(key), entry.id * 2 + (entry.oauth1 ? 1 : 0)});
}

void KeyIndex::finish() { std::ranges::sort(slots_); }

KeyIndex::Entry KeyIndex::find(std::string_view key) const {
  const std::uint64_t fingerprint = fingerprint_of(key);
  const auto slot = std::ranges::lower_bound(slots_, fingerprint, {}, &Slot::fingerprint);
  if (slot == slots_.end() || slot->fingerprint != fingerprint) return {};
  return {.id = slot->id_and_flag / 2, .oauth1 = slot->id_and_flag % 2 != 0};
}

}  // namespace tokenshift::apps
