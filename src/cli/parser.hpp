// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

/// What a command line asks for.
struct Parsed {
  bool help = false;
  /// What the line gives: long names of options without dashes ("max-rate"), names of arguments
  /// ("FILE"), and "-" where that is a word.
  std::vector<std::string> given = {};
};

/// Fills the targets of the command's options and of the common ones from its arguments.
/// Throws Error{usage}, with the nearest option when one is unknown.
Parsed parse(const Command& command, const std::vector<Option>& common,
             const std::vector<std::string>& arguments);

}  // namespace tokenshift::cli
