// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift {

/// ASCII letters in lower case; other bytes as they are.
std::string to_lower(std::string_view text);

/// Without spaces, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);

/// The pieces between separators; "a,,b" gives "a", "", "b"; "" gives one empty piece.
std::vector<std::string> split(std::string_view text, char separator);

/// The text with control characters, bidirectional overrides and invalid UTF-8 made visible
/// (`\x1b`,
/// `\u202e`), so that data from a database or file cannot steer the terminal.
std::string printable(std::string_view text);

/// A word of a command line, for an error message: printable(), but not when it is so long that it
/// may be a token or a password; then "(a word of 1285 characters)".
std::string shown_word(std::string_view word);

/// The number of code points; each invalid byte counts as one.
std::size_t code_points(std::string_view text);

/// How many columns of a terminal a text takes: wide characters count two, combining ones none,
/// control characters (make them printable() before) and invalid bytes one.
std::size_t display_width(std::string_view text);

/// 1234567 as "1,234,567".
std::string with_thousands(std::int64_t number);

/// "1 client", "2 clients", "1,000 clients".
std::string counted(std::int64_t number, std::string_view singular, std::string_view plural);
std::string counted(std::int64_t number, std::string_view singular);

/// The candidate nearest to `word` by edit distance, if any is near enough to be what was meant.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace tokenshift
