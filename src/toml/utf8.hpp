// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tokenshift::toml {

/// One character at the front of a text.
struct Character {
  std::size_t length = 1;  ///< in bytes
  bool valid = false;
};

/// The character that starts at `offset`. A sequence that breaks off is one invalid character up to
/// the byte that breaks it, which is how Java's decoder, and so the server, counts (Unicode 15,
/// §3.9, U+FFFD Substitution of Maximal Subparts).
Character character_at(std::string_view text, std::size_t offset);

/// The number of characters, invalid ones included.
std::size_t count_characters(std::string_view text);

/// The text as the server sees it: U+FFFD for each invalid character.
std::string with_replacements(std::string_view text);

/// Whether every character is valid.
bool is_utf8(std::string_view text);

/// Appends a code point; a surrogate, which UTF-8 cannot hold, becomes U+FFFD.
void append_utf8(std::string& text, char32_t code_point);

}  // namespace tokenshift::toml
