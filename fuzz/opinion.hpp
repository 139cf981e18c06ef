// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/toml/document.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::fuzz {

/// Where toml++ sees a text otherwise than our parser (that is, than the server).
struct Disagreement {
  std::string text;
  std::string refusal;  ///< toml++'s words; empty where it reads the text
  std::string key;      ///< the first key that is not the same; empty where it refuses
  std::string literal;  ///< its value as it stands in the text; empty where only toml++ has it
};

/// toml++'s refusal of a text; nothing where it reads it. Some texts end the process: show it only
/// what our parser reads, or short texts that are known.
std::optional<std::string> refusal_of_tomlplusplus(std::string_view text);

/// False where toml++ 3.3 runs into undefined behaviour: a character from U+00A1 on behind a
/// backslash that joins lines. (Its is_non_ascii_horizontal_whitespace() calls
/// __builtin_unreachable() for most characters up to U+0499, which sanitizers stop at.)
bool may_be_shown(std::string_view text);

/// The first difference in the keys and values that both see; nothing where they agree, or where
/// toml++ may not be asked.
std::optional<Disagreement> disagreement(const toml::Document& document);

}  // namespace tokenshift::fuzz
