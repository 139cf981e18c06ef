// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "program.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tokenshift::cli {

/// Where the value of an option goes. A bool is a flag.
using Binding = std::variant<bool*, std::string*, std::int64_t*, std::optional<std::int64_t>*,
                             std::vector<std::string>*>;

/// An option or argument of a command, as data: the parser, the help, completions and the manual
/// are all made from it.
struct Option {
  std::string names;  ///< "--home", "-o,--output"; an argument has no dash: "DIR"
  std::string value;  ///< what stands for the value in help: "DIR"; empty for flags and arguments
  std::string help;   ///< one clause; names unit and default
  Binding target;
  std::vector<std::string> choices;  ///< the values allowed; empty for any
  bool required = false;
};

/// The one list and then the other.
std::vector<Option> joined(std::vector<Option> first, std::vector<Option> second);

/// The options that every command has.
std::vector<Option> common_options(CommonOptions& values);

/// "max-rate", of "--max-rate"; "output", of "-o,--output"; "FILE", of "FILE".
std::string bare_name(const Option& option);

/// Whether it is given by its place, not by a name.
bool is_argument(const Option& option);

/// Whether a word follows its name: it is no flag.
bool takes_value(const Option& option);

/// Whether it may be given several times; of an argument: with several words.
bool takes_many(const Option& option);

struct Example {
  std::string what;
  std::string command;
};

/// A command, as data.
struct Command {
  std::string name;     ///< "apps list"
  std::string summary;  ///< that of its row
  std::string details;  ///< a paragraph or more for --help
  std::vector<Option> options;
  std::vector<Example> examples;
  std::function<int(Program&)> run;
  bool takes_settings = true;  ///< whether environment and settings files preset its options
};

/// A command that is made when it is needed: all of them together take longer than most of them
/// run. The list of them in --help needs no command.
struct CommandRow {
  std::string_view name;     ///< that of the command
  std::string_view summary;  ///< one clause
  Command (*make)();
};

/// All commands, in the order of the help.
std::span<const CommandRow> command_table();

/// The command of a row.
Command made(const CommandRow& row);

/// All of them.
std::vector<Command> commands();

}  // namespace tokenshift::cli
