// SPDX-License-Identifier: Apache-2.0
#include "utf8.hpp"

#include <array>

namespace tokenshift::toml {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Lead {
  unsigned char first;
  unsigned char last;
  unsigned char length;
  unsigned char second_min;  // of the second byte: narrower where overlong forms and surrogates lie
  unsigned char second_max;
};

// Unicode 15, table 3-7: well-formed UTF-8 byte sequences.
constexpr auto leads = std::to_array<Lead>({
    {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F},
    {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
});

unsigned char byte_at(std::string_view text, std::size_t offset) {
  return static_cast<unsigned char>(text[offset]);
}

Character multibyte_at(std::string_view text, std::size_t offset) {
  const unsigned char first = byte_at(text, offset);
  for (const Lead& lead : leads) {
    if (first < lead.first || first > lead.last) continue;
    for (std::size_t i = 1; i < lead.length; ++i) {
      if (offset + i == text.size()) return {i, false};
      const unsigned char next = byte_at(text, offset + i);
      const unsigned char low = i == 1 ? lead.second_min : 0x80;
      const unsigned char high = i == 1 ? lead.second_max : 0xBF;
      if (next < low || next > high) return {i, false};
    }
    return {lead.length, true};
  }
  return {1, false};
}

}  // namespace

Character character_at(std::string_view text, std::size_t offset) {
  if (byte_at(text, offset) < 0x80) return {1, true};
  return multibyte_at(text, offset);
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i += character_at(text, i).length) ++count;
  return count;
}

std::string with_replacements(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    const Character character = character_at(text, i);
    valid.append(character.valid ? text.substr(i, character.length) : replacement);
    i += character.length;
  }
  return valid;
}

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const Character character = character_at(text, i);
    if (!character.valid) return false;
    i += character.length;
  }
  return true;
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code_point >= 0xD800 && code_point <= 0xDFFF) {
    text.append(replacement);
  } else if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | (code_point >> 6U));
    put(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    put(0xE0U | (code_point >> 12U));
    put(0x80U | ((code_point >> 6U) & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  } else {
    put(0xF0U | (code_point >> 18U));
    put(0x80U | ((code_point >> 12U) & 0x3FU));
    put(0x80U | ((code_point >> 6U) & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  }
}

}  // namespace tokenshift::toml
