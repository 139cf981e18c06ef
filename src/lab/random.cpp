// SPDX-License-Identifier: Apache-2.0
#include "random.hpp"

namespace tokenshift::lab {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view key_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_a";  // 64: six bits each

}  // namespace

std::string hex(Random& random, int digits) {
  std::string text;
  text.reserve(static_cast<std::size_t>(digits));
  std::uint64_t bits = 0;
  for (int i = 0; i < digits; ++i) {
    if (i % 16 == 0) bits = random.next();
    text += hex_digits[bits & 15U];
    bits >>= 4U;
  }
  return text;
}

std::string uuid(Random& random, char version) {
  std::string text = hex(random, 36);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text[dash] = '-';
  text[14] = version;
  text[19] = "89ab"[random.below(4)];
  return text;
}

std::string consumer_key(Random& random) {
  std::string key;
  key.reserve(28);
  std::uint64_t bits = 0;
  for (int i = 0; i < 27; ++i) {
    if (i % 10 == 0) bits = random.next();
    key += key_characters[bits & 63U];
    bits >>= 6U;
  }
  return key + 'a';
}

}  // namespace tokenshift::lab
