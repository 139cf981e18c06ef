// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift {

/// The version of this program, from `project(VERSION)`: "0.1.0".
std::string_view program_version();

/// The day of that version, beside it in CMakeLists.txt: "2026-11-26".
std::string_view program_date();

/// A library of others that the program was built with.
struct Library {
  std::string name;
  std::string version;
  /// "statically", "dynamically", or "when needed": by the command that needs it.
  std::string linked;
};

std::vector<Library> program_libraries();

}  // namespace tokenshift
