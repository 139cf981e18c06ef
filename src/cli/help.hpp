// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

/// The help of the program: what it is, and all commands.
std::string program_help();

/// The help of a group of commands, such as "token": those that begin with this word. Nothing when
/// there are none.
std::optional<std::string> group_help(std::string_view group);

/// The help of one command: usage, what it does, options, examples.
std::string command_help(const Command& command, const std::vector<Option>& common);

/// The table of exit codes.
std::string exit_code_help();

}  // namespace tokenshift::cli
