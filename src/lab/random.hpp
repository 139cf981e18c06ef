// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tokenshift::lab {

/// SplitMix64. The distributions of the standard library differ between libraries; these do not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

  /// 0 … bound-1.
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
  }

  bool percent(std::uint32_t chance) { return below(100) < chance; }

  template <class Range>
  const auto& one_of(const Range& range) {
    return range[below(static_cast<std::uint32_t>(range.size()))];
  }

 private:
  std::uint64_t state_;
};

/// A UUID of this version: 4 where the server makes random ones, 3 where it makes them of a name.
std::string uuid(Random& random, char version = '4');

/// Hexadecimal digits.
std::string hex(Random& random, int digits);

/// Like a consumer key of API-M: 28 letters, digits and underscores, an "a" at the end.
std::string consumer_key(Random& random);

}  // namespace tokenshift::lab
