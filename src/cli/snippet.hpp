// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tokenshift::cli {

/// A line of a file, fit for a terminal, and the mark that goes below it.
struct Snippet {
  std::string line;
  std::string caret;  ///< blanks (and the tabs of the line), then `^`
};

/// The line that holds a byte, cut around it when it is long. Values that may be secrets are shown
/// as `****`: of keys that are named so, of the table [secrets], of passwords in URLs. Empty when
/// the line cannot be shown safely.
Snippet snippet_at(std::string_view text, std::size_t offset);

}  // namespace tokenshift::cli
