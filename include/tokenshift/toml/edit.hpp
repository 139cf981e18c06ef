// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/toml/address.hpp"
#include "tokenshift/toml/document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::toml {

/// What is to become of one value: the TOML literal it is to have (`false`, `"12288"`), or nothing
/// to take the key out of the file.
struct Change {
  Address at;
  std::optional<std::string> literal = std::nullopt;
  bool force = false;  ///< also where the file has a placeholder, such as "$env{NAME}"
};

/// Whether a text is one value that the server reads: `false`, `12`, `"text"`, `[1, 2]`.
bool is_literal(std::string_view text);

/// Why a text is no such value: "True is no TOML value: …"; empty when it is one.
std::string what_is_wrong(std::string_view text);

/// The literal of a string with this content.
std::string string_literal(std::string_view content);

/// The text with all changes, at once.
///
/// A key is set in the spelling the file already uses; one that is not there gets the place where a
/// careful person would put it (docs/decisions/toml-placement.md); a chosen element that is not
/// there is added at the end of its array. Nothing happens to what is so already: the same type and
/// the same value, however it is written, or no such key to take out. A key goes with its line.
///
/// The result is checked: it parses, obeys the order rule, and differs from `document` in these
/// keys and no other; an independent parser (toml++) sees the same keys in it, and the new values.
///
/// Throws Error{refused} when no edit would be safe, with the place and the reason; Error{usage}
/// when a literal is no TOML value that the server reads, an address is no key for the server, or
/// two changes are at odds; Error{internal} when the check fails: then nothing is wrong with the
/// file, and nothing is to be written.
std::string edited(const Document& document, const std::vector<Change>& changes);

}  // namespace tokenshift::toml
