// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "program.hpp"

#include <string_view>

namespace tokenshift::cli {

/// Prints a unified diff on stdout, added and removed lines in colour.
void show_diff(Program& program, std::string_view diff);

}  // namespace tokenshift::cli
