// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace tokenshift {

/// One row of the table of exit codes, the same for all commands.
struct ExitCode {
  int code;
  std::string_view name;
  std::string_view meaning;
};

/// The whole table, ascending by code; codes and names are unique.
std::span<const ExitCode> exit_codes();

inline constexpr int exit_ok = 0;
inline constexpr int exit_no = 1;

}  // namespace tokenshift
