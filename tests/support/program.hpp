// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace tokenshift::test {

/// The program itself in a process of its own, killed on destruction. Its output goes to a file.
class Program {
 public:
  /// `output`: the file for both streams; none: nowhere. `program`: a copy of it.
  explicit Program(std::vector<std::string> words,
                   const std::filesystem::path& output = "/dev/null",
                   const std::filesystem::path& program = PROGRAM);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  pid_t pid() const { return pid_; }
  void kill(int signal) const;

  /// Waits for its end and gives the exit status, or minus the signal that ended it.
  int wait();

 private:
  pid_t pid_ = 0;
};

/// Runs the program to its end, and gives its exit status or minus the signal.
int run_program(const std::vector<std::string>& words,
                const std::filesystem::path& output = "/dev/null");

}  // namespace tokenshift::test
