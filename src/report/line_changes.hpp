// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace tokenshift::report {

/// Which lines are only in the old and only in the new text. The others pair up, in order.
struct LineChanges {
  std::vector<bool> removed;  ///< one per old line
  std::vector<bool> added;    ///< one per new line
};

/// As few changes as possible; more than that where the texts differ in thousands of lines.
LineChanges line_changes(std::span<const std::string_view> before,
                         std::span<const std::string_view> after);

}  // namespace tokenshift::report
