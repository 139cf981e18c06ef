// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../command.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tokenshift::cli {

/// One line of what can be typed next.
struct Entry {
  std::string word;
  std::string about;  ///< a clause
};

/// The whole command line, as completions and manual want it.
class Outline {
 public:
  Outline();

  const std::vector<Command>& commands() const { return commands_; }
  const std::vector<Option>& common() const { return common_; }

  /// What may follow these words of a command: of "" the first words, of "apps" its verbs, of
  /// "help" and "help apps" the same and the topics; nothing once the command is complete.
  std::vector<Entry> words_after(std::string_view words) const;

  /// All that words_after() can be asked: "", "apps", …, "help", "help apps", ….
  std::vector<std::string> beginnings() const;

  /// The options of a command, the common ones and --help among them; no arguments.
  std::vector<Option> options_of(const Command& command) const;

  static std::vector<Option> arguments_of(const Command& command);

 private:
  std::vector<Entry> words_of_commands(std::string_view group) const;
  std::vector<std::string> groups() const;

  CommonOptions values_;
  std::vector<Command> commands_;
  std::vector<Option> common_;
};

/// "-o", "--output", of "-o,--output".
std::vector<std::string> names_of(const Option& option);

/// What the option is for, without units and default: the clause up to the semicolon.
std::string short_help(const Option& option);

/// The text in single quotes of a shell, always.
std::string single_quoted(std::string_view text);

}  // namespace tokenshift::cli
