// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/uuid.hpp"

#include <algorithm>

namespace tokenshift {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t length = 36;

bool is_dash_place(std::size_t place) {
  return place == 8 || place == 13 || place == 18 || place == 23;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

std::string uuid_v4(std::array<std::uint8_t, 16> random) {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0FU) | 0x40U);  // the version
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3FU) | 0x80U);  // the variant
  std::string text;
  text.reserve(length);
  for (const std::uint8_t byte : random) {
    if (is_dash_place(text.size())) text += '-';
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != length) return false;
  for (std::size_t place = 0; place < length; ++place) {
    if (is_dash_place(place) ? text[place] != '-' : !is_hex(text[place])) return false;
  }
  return true;
}

}  // namespace tokenshift
