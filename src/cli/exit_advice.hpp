// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace tokenshift::cli {

/// A line that operators meet, and what helps. `message` is how it reads in the sources, a test
/// sees to that; … stands for what varies.
struct Meeting {
  std::string_view message;
  std::string_view remedy;
};

/// What an exit code means for the deployment, and what to do. One for each row of exit_codes().
struct ExitAdvice {
  int code;
  std::string_view state;  ///< what has been written, and what has not
  std::string_view next;   ///< what to do in general
  std::span<const Meeting> meetings;
};

std::span<const ExitAdvice> exit_advice();

}  // namespace tokenshift::cli
