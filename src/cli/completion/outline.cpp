// SPDX-License-Identifier: Apache-2.0
#include "outline.hpp"

#include "tokenshift/base/text.hpp"

#include "../topics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::cli {

Outline::Outline() : commands_(cli::commands()), common_(common_options(values_)) {
  common_.push_back(
      {"-h,--help", "", "explain the command, with examples", static_cast<bool*>(nullptr)});
}

// The first words of all commands, or the verbs of a group.
std::vector<Entry> Outline::words_of_commands(std::string_view group) const {
  std::vector<Entry> entries;
  for (const Command& command : commands_) {
    const auto words = split(command.name, ' ');
    if (!group.empty()) {
      if (words.size() > 1 && words[0] == group) entries.push_back({words[1], command.summary});
    } else if (words.size() == 1) {
      entries.push_back({words[0], command.summary});
    } else if (!entries.empty() && entries.back().word == words[0]) {
      entries.back().about += " | " + words[1];
    } else {
      entries.push_back({words[0], words[1]});
    }
  }
  return entries;
}

std::vector<Entry> Outline::words_after(std::string_view words) const {
  if (words == "help" || words.starts_with("help ")) {
    std::vector<Entry> entries =
        words_of_commands(words.substr(std::min<std::size_t>(5, words.size())));
    if (words != "help") return entries;
    for (const Topic& topic : topics()) entries.push_back({topic.name, topic.summary});
    return entries;
  }
  std::vector<Entry> entries = words_of_commands(words);
  if (words.empty()) entries.push_back({"help", "explain a command, an exit code or a rule"});
  return entries;
}

std::vector<std::string> Outline::groups() const {
  std::vector<std::string> names;
  for (const Command& command : commands_) {
    const auto words = split(command.name, ' ');
    if (words.size() > 1 && (names.empty() || names.back() != words[0])) names.push_back(words[0]);
  }
  return names;
}

std::vector<std::string> Outline::beginnings() const {
  std::vector<std::string> all{""};
  for (const std::string& group : groups()) all.push_back(group);
  all.emplace_back("help");
  for (const std::string& group : groups()) all.push_back("help " + group);
  return all;
}

std::vector<Option> Outline::options_of(const Command& command) const {
  std::vector<Option> options;
  for (const auto* list : {&command.options, &common_}) {
    std::ranges::copy_if(*list, std::back_inserter(options),
                         [](const Option& option) { return !is_argument(option); });
  }
  return options;
}

std::vector<Option> Outline::arguments_of(const Command& command) {
  std::vector<Option> arguments;
  std::ranges::copy_if(command.options, std::back_inserter(arguments), is_argument);
  return arguments;
}

std::vector<std::string> names_of(const Option& option) { return split(option.names, ','); }

std::string short_help(const Option& option) {
  return option.help.substr(0, option.help.find(';'));
}

std::string single_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace tokenshift::cli
