// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tokenshift {

/// The version of this program, from `project(VERSION)`: "0.1.0".
std::string_view program_version();

}  // namespace tokenshift
