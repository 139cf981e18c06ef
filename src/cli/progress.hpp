// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "program.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tokenshift::cli {

/// How far a long task is, on stderr: one line that moves on a terminal, else a line every ten
/// seconds.
class Progress {
 public:
  Progress(Program& program, std::string verb);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  ///< clears the moving line

  void at(std::int64_t done, std::int64_t total);

  /// The work pauses, and why.
  void waiting(std::string_view why);

 private:
  using Clock = std::chrono::steady_clock;

  std::string line(std::int64_t done, std::int64_t total, Clock::time_point now) const;

  Program& program_;
  std::string verb_;
  bool moving_ = false;
  bool silent_ = false;
  bool drawn_ = false;
  Clock::time_point started_;
  Clock::time_point last_;
};

}  // namespace tokenshift::cli
