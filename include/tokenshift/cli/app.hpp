// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// All that the program may see and touch besides files and databases. Tests make their own.
struct World {
  std::istream& in;
  std::ostream& out;  ///< data
  std::ostream& err;  ///< everything else
  bool in_terminal = false;
  bool out_terminal = false;
  bool err_terminal = false;
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::function<Time()> now;
  std::filesystem::path folder =
      {};  ///< the present one, absolute; empty: no project is looked for
  std::function<std::vector<std::string>()> variables = nullptr;  ///< the names; may be null
};

/// Runs one command line, without the program's name, and gives the exit status (see exit_codes()).
int run(const std::vector<std::string>& arguments, World& world);

}  // namespace tokenshift::cli
