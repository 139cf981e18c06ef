// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/checks/evaluate.hpp"

#include <string>
#include <vector>

namespace tokenshift::checks {

/// A deployment before the switch: how it is, and what its file would be.
struct Switch {
  const State& now;
  std::string after;  ///< the text with all keys set; the same as now where nothing is to be set
  const survey::Facts& facts;
  Time time{};
};

/// What the rules say of the deployment with the optimization on: of the file as it would be, at
/// the places where the lines are now, and of what would be lost.
Examined examine_switch(const Switch& before);

/// For each line of the second text, which line of the first it is, counting from 0; -1 where it is
/// a new one.
std::vector<std::ptrdiff_t> lines_of_before(std::string_view before, std::string_view after);

}  // namespace tokenshift::checks
