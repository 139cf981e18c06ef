// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/base64url.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace tokenshift::crypto {
namespace {

constexpr std::string_view url_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view plain_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint32_t foreign = 0xFF000000U;
using Values = std::array<std::uint32_t, 256>;

// The six bits of each character, or `foreign`, shifted to their place among four characters: three
// bytes come from four table look-ups, and one test finds any foreign character.
constexpr Values values_of(unsigned shift) {
  Values values{};
  values.fill(foreign);
  for (std::uint32_t i = 0; i < url_characters.size(); ++i) {
    values[static_cast<unsigned char>(url_characters[i])] = i << shift;
  }
  return values;
}

constexpr std::array<Values, 4> table{values_of(18), values_of(12), values_of(6), values_of(0)};

std::uint32_t value(std::size_t place, char c) {
  return table[place][static_cast<unsigned char>(c)];
}

std::uint32_t big_endian(std::uint32_t number) {
  return std::endian::native == std::endian::big ? number : __builtin_bswap32(number);
}

void append(std::string& text, std::string_view bytes, std::string_view characters) {
  const std::size_t start = text.size();
  text.resize(start + (bytes.size() * 4 + 2) / 3);
  char* to = text.data() + start;
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(bytes[i]);
  };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    *to++ = characters[group >> 18U];
    *to++ = characters[(group >> 12U) & 63U];
    *to++ = characters[(group >> 6U) & 63U];
    *to++ = characters[group & 63U];
  }
  const std::size_t rest = bytes.size() - i;
  if (rest == 0) return;
  const std::uint32_t group = byte(i) << 16U | (rest == 2 ? byte(i + 1) << 8U : 0U);
  *to++ = characters[group >> 18U];
  *to++ = characters[(group >> 12U) & 63U];
  if (rest == 2) *to = characters[(group >> 6U) & 63U];
}

char low_byte(std::uint32_t number) { return static_cast<char>(number & 0xFFU); }

}  // namespace

std::string to_base64url(std::string_view bytes) {
  std::string text;
  append(text, bytes, url_characters);
  return text;
}

void append_base64url(std::string& text, std::string_view bytes) {
  append(text, bytes, url_characters);
}

bool from_base64url(std::string_view text, std::string& bytes) {
  const std::size_t rest = text.size() % 4;
  if (rest == 1) return false;
  bytes.resize(text.size() * 3 / 4);
  char* to = bytes.data();
  std::uint32_t seen = 0;
  std::size_t i = 0;
  const auto group_at = [text](std::size_t at) {
    return value(0, text[at]) | value(1, text[at + 1]) | value(2, text[at + 2]) |
           value(3, text[at + 3]);
  };
  // Four bytes in one step, of which the next group overwrites the fourth.
  for (; i + 8 <= text.size(); i += 4) {
    const std::uint32_t group = group_at(i);
    seen |= group;
    const std::uint32_t ordered = big_endian(group << 8U);
    std::memcpy(to, &ordered, sizeof ordered);
    to += 3;
  }
  for (; i + 4 <= text.size(); i += 4) {
    const std::uint32_t group = group_at(i);
    seen |= group;
    *to++ = low_byte(group >> 16U);
    *to++ = low_byte(group >> 8U);
    *to++ = low_byte(group);
  }
  if (rest != 0) {
    const std::uint32_t group =
        value(0, text[i]) | value(1, text[i + 1]) | (rest == 3 ? value(2, text[i + 2]) : 0U);
    const std::uint32_t unused = rest == 3 ? 0xFFU : 0xFFFFU;
    seen |= group | ((group & unused) != 0 ? foreign : 0U);
    *to++ = low_byte(group >> 16U);
    if (rest == 3) *to = low_byte(group >> 8U);
  }
  return (seen & foreign) == 0;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  if (!from_base64url(text, bytes)) return std::nullopt;
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  append(text, bytes, plain_characters);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string url;
  url.reserve(text.size());
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || c == '-' || c == '_') {
      return std::nullopt;
    } else {
      url += c == '+' ? '-' : c == '/' ? '_' : c;
    }
  }
  if (padding > 2 || (url.size() + padding) % 4 != 0) return std::nullopt;
  return from_base64url(url);
}

}  // namespace tokenshift::crypto
