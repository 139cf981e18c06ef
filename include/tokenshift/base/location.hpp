// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace tokenshift {

/// A place in a file. Line and column count from 1; the column counts code points; the offset
/// counts bytes from 0. Line 0 means the file as a whole.
struct Location {
  std::string path;
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t offset = 0;

  bool operator==(const Location&) const = default;
};

/// `path:line:column`, or `path` alone for the file as a whole.
std::string to_string(const Location& location);

}  // namespace tokenshift
