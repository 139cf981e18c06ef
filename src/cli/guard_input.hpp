// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "git.hpp"
#include "program.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// Which files are checked, and what they are compared with.
struct GuardInputOptions {
  std::vector<std::string> files;  ///< files, patterns, directories; "-" is standard input
  std::string home;                ///< whose deployment.toml is meant when no file is named
  std::string base;                ///< a file, or "git:" and a revision; empty for none
  bool staged = false;             ///< what git is about to commit, instead of what is on the disk
};

/// One file as it is, and as it was.
struct Compared {
  std::string text;                   ///< empty when it is gone
  bool gone = false;                  ///< it was there before
  std::optional<std::string> before;  ///< nothing where it was not there, or no base is named
};

/// The files of a run of the guard, one at a time.
class GuardInput {
 public:
  /// Finds the files. Throws Error{usage} for options that do not go together, Error{environment}
  /// when a word names nothing or git does not know the base.
  GuardInput(Program& program, GuardInputOptions options);

  /// As they were named, or found; staged ones may be none.
  const std::vector<std::string>& names() const { return names_; }

  /// What findings call it: "<stdin>" for standard input.
  static std::string shown(const std::string& name);

  /// What stands for `before` in a message: "git:HEAD", or the file.
  const std::string& base() const { return options_.base; }

  /// Throws Error{environment} when it cannot be read.
  Compared read(const std::string& name);

 private:
  void find_staged();
  void find_files();
  std::string text_now(const std::string& name);

  Program& program_;
  GuardInputOptions options_;
  std::optional<Revision> revision_;  ///< the base, where git has it
  std::vector<std::string> names_;
};

}  // namespace tokenshift::cli
