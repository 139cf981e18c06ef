// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/finding.hpp"

#include <array>

namespace tokenshift {

std::string to_string(const Location& location) {
  if (location.line == 0) return location.path;
  return location.path + ":" + std::to_string(location.line) + ":" +
         std::to_string(location.column);
}

std::string_view to_string(Severity severity) {
  static constexpr std::array<std::string_view, 3> names{"note", "warning", "error"};
  return names.at(static_cast<std::size_t>(severity));
}

}  // namespace tokenshift
