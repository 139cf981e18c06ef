// SPDX-License-Identifier: Apache-2.0
#include "help.hpp"

#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/version.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::cli {
namespace {

constexpr std::size_t width = 100;

std::string synopsis(const Option& option) {
  std::string text = option.names;
  for (std::size_t comma = text.find(','); comma != std::string::npos;
       comma = text.find(',', comma + 2)) {
    text.insert(comma + 1, " ");
  }
  if (option.choices.empty() || option.value.empty())
    return text + (option.value.empty() ? "" : " ") + option.value;
  return fmt::format("{} {}", text, fmt::join(option.choices, "|"));
}

// Words wrapped at the width, lines after the first indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string result;
  std::size_t column = indent;
  for (const std::string& word : split(text, ' ')) {
    const std::size_t length = code_points(word);
    if (column > indent && column + 1 + length > width) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      result += ' ';
      ++column;
    }
    result += word;
    column += length;
  }
  return result;
}

std::string sentence(std::string clause) {
  if (clause[0] >= 'a' && clause[0] <= 'z') clause[0] = static_cast<char>(clause[0] - 'a' + 'A');
  return clause + ".";
}

std::string option_lines(const std::vector<Option>& options) {
  constexpr std::size_t indent = 28;
  std::string text;
  for (const Option& option : options) {
    const std::string left = "  " + synopsis(option);
    const std::string gap = left.size() + 2 > indent ? "\n" + std::string(indent, ' ')
                                                     : std::string(indent - left.size(), ' ');
    text += left + gap + wrapped(option.help, indent) + "\n";
  }
  return text;
}

}  // namespace

std::optional<std::string> group_help(std::string_view group) {
  std::string verbs;
  for (const CommandRow& row : command_table()) {
    if (!row.name.starts_with(group) || row.name.substr(group.size(), 1) != " ") continue;
    verbs += fmt::format("  {:<18}{}\n", row.name, row.summary);
  }
  if (verbs.empty()) return std::nullopt;
  return fmt::format(
      "usage: tokenshift {0} VERB [OPTIONS]\n\ncommands:\n{1}\n"
      "tokenshift {0} VERB --help explains a command.\n",
      group, verbs);
}

std::string program_help() {
  std::string text = fmt::format(
      "tokenshift {}: move WSO2 API Manager onto token persistence optimization, and keep it "
      "there\n\n"
      "usage: tokenshift COMMAND [OPTIONS]\n\ncommands:\n",
      program_version());
  for (const CommandRow& row : command_table()) {
    text += fmt::format("  {:<18}{}\n", row.name, row.summary);
  }
  text +=
      "\nexamples:\n"
      "  # practise, with nothing of WSO2 installed\n"
      "  tokenshift lab create /tmp/practice\n"
      "  tokenshift migrate --home /tmp/practice\n"
      "  # look at a real deployment; nothing is written\n"
      "  tokenshift status --home /opt/wso2am\n"
      "  tokenshift migrate --home /opt/wso2am --dry-run\n"
      "\ntokenshift COMMAND --help explains a command; tokenshift help exit-codes lists the exit "
      "codes.\n";
  return text;
}

std::string command_help(const Command& command, const std::vector<Option>& common) {
  std::string usage = "usage: tokenshift " + command.name;
  std::vector<Option> arguments;
  std::vector<Option> options;
  for (const Option& option : command.options) {
    (is_argument(option) ? arguments : options).push_back(option);
  }
  for (const Option& option : arguments) {
    const std::string name = option.names + (takes_many(option) ? "..." : "");
    usage += option.required ? " " + name : " [" + name + "]";
  }
  std::string text = usage + " [OPTIONS]\n\n" + wrapped(sentence(command.summary), 0) + "\n";
  for (const std::string& paragraph : split(command.details, '\n')) {
    if (!paragraph.empty()) text += "\n" + wrapped(paragraph, 0) + "\n";
  }
  if (!arguments.empty()) text += "\narguments:\n" + option_lines(arguments);
  if (!options.empty()) text += "\noptions:\n" + option_lines(options);
  text += "\ncommon options:\n" + option_lines(common);
  text += "\nexamples:\n";
  for (const Example& example : command.examples) {
    text += fmt::format("  # {}\n  {}\n", example.what, example.command);
  }
  return text;
}

std::string exit_code_help() {
  std::string text = "exit codes, the same for all commands:\n";
  for (const ExitCode& row : exit_codes()) {
    text += fmt::format("  {:>3}  {:<12} {}\n", row.code, row.name, row.meaning);
  }
  return text;
}

}  // namespace tokenshift::cli
