// SPDX-License-Identifier: Apache-2.0
#include "bytes.hpp"

#include "tokenshift/base/error.hpp"

#include <fmt/format.h>

namespace tokenshift::keystore {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Decoded {
  char32_t value = replacement;
  std::size_t length = 1;
};

// One character of one to four bytes. Of Java's form, halves of pairs are characters, too.
Decoded next_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC0 || lead > 0xF4 || text.size() < length) return {};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  return {value, length};
}

char low(char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits & 0xFFU)); }

void append_utf8(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += low(c);
  } else if (c < 0x800) {
    text += {low(0xC0U | c >> 6U), low(0x80U | (c & 63U))};
  } else if (c < 0x10000) {
    text += {low(0xE0U | c >> 12U), low(0x80U | (c >> 6U & 63U)), low(0x80U | (c & 63U))};
  } else {
    text += {low(0xF0U | c >> 18U), low(0x80U | (c >> 12U & 63U)), low(0x80U | (c >> 6U & 63U)),
             low(0x80U | (c & 63U))};
  }
}

bool is_high(char32_t c) { return c >= 0xD800 && c <= 0xDBFF; }
bool is_low(char32_t c) { return c >= 0xDC00 && c <= 0xDFFF; }

}  // namespace

void Bytes::refuse(const std::string& what) const {
  throw Error(ErrorKind::input, fmt::format("{}: {}", place_, what),
              "check that the file is whole: keytool -list -keystore FILE");
}

std::string_view Bytes::take(std::size_t count) {
  if (count > rest_.size()) {
    refuse(fmt::format("the key store ends {} bytes too early", count - rest_.size()));
  }
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::uint64_t Bytes::number(std::size_t width) {
  std::uint64_t value = 0;
  for (const char c : take(width)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::string from_modified_utf8(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Decoded one = next_of(text);
    text.remove_prefix(one.length);
    char32_t c = one.value;
    if (is_high(c) && !text.empty()) {
      const Decoded two = next_of(text);
      if (is_low(two.value)) {
        c = 0x10000 + ((c - 0xD800) << 10U) + (two.value - 0xDC00);
        text.remove_prefix(two.length);
      }
    }
    append_utf8(result, is_high(c) || is_low(c) ? replacement : c);
  }
  return result;
}

std::string to_utf16be(std::string_view text) {
  std::string result;
  result.reserve(text.size() * 2);  // never grows, so that no copy is left behind
  const auto append = [&](char32_t unit) { result += {low(unit >> 8U), low(unit)}; };
  while (!text.empty()) {
    const Decoded one = next_of(text);
    text.remove_prefix(one.length);
    if (one.value < 0x10000) {
      append(one.value);
    } else {
      append(0xD800 + ((one.value - 0x10000) >> 10U));
      append(0xDC00 + ((one.value - 0x10000) & 0x3FFU));
    }
  }
  return result;
}

}  // namespace tokenshift::keystore
