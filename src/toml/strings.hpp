// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::toml {

/// The content of a string literal (any of the four forms) as the server reads it: escapes
/// resolved, line ends as LF, invalid UTF-8 as U+FFFD. A backslash at the end of a line does not
/// join lines there: it becomes the line end that it stands before.
std::string unquoted(std::string_view literal);

/// Where the first escape stands that the server does not know, from the start of the literal.
std::optional<std::size_t> find_bad_escape(std::string_view literal);

/// A basic string literal with this content.
std::string quoted(std::string_view content);

}  // namespace tokenshift::toml
