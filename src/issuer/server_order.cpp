// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/server_order.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace tokenshift::issuer {
namespace {

// Of java.util.HashMap as it starts; it doubles when it is three quarters full.
constexpr std::size_t first_buckets = 16;

// The code point that begins at `at`, which moves behind it. Names have been read as UTF-8.
std::uint32_t take_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0U;
  };
  const std::uint32_t lead = byte(at);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = (point << 6U) | (byte(at + i) & 0x3FU);
  at += length;
  return point;
}

// java.lang.String.hashCode(), over UTF-16 code units, with the spread of HashMap.
std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 0;
  const auto add = [&](std::uint32_t unit) { hash = hash * 31 + unit; };
  for (std::size_t at = 0; at < name.size();) {
    const std::uint32_t point = take_code_point(name, at);
    if (point < 0x10000) {
      add(point);
    } else {
      add(0xD800 + ((point - 0x10000) >> 10U));
      add(0xDC00 + ((point - 0x10000) & 0x3FFU));
    }
  }
  return hash ^ (hash >> 16U);
}

}  // namespace

std::vector<Member> in_server_order(std::vector<Member> members) {
  std::size_t buckets = first_buckets;
  while (members.size() * 4 > buckets * 3) buckets *= 2;
  std::ranges::stable_sort(members, {}, [buckets](const Member& member) {
    return hash_of(member.name) & (buckets - 1);
  });
  return members;
}

}  // namespace tokenshift::issuer
