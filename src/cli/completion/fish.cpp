// SPDX-License-Identifier: Apache-2.0
// One line of fish's `complete` for each word and option.
#include "scripts.hpp"
#include "values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tokenshift::cli {
namespace {

constexpr std::string_view head =
    R"sh(# fish completion for tokenshift, made by: tokenshift completion fish
# SPDX-License-Identifier: Apache-2.0

# Whether the line begins with exactly these words and no word of a command is missing.
function __tokenshift_in
    set -l typed (commandline -opc)
    set -e typed[1]
    set -l wanted (count $argv)
    test (count $typed) -ge $wanted; or return 1
    test $wanted -eq 0; or test "$typed[1..$wanted]" = "$argv"
end

# The same, with the cursor at the word that follows.
function __tokenshift_after
    test (count (commandline -opc)) -eq (math 1 + (count $argv)); and __tokenshift_in $argv
end

# Asks the program, with the words of the line.
function __tokenshift_ask
    set -l typed (commandline -op)
    timeout 2 $typed[1] __complete $argv[1] $typed[2..] 2>/dev/null </dev/null
end

function __tokenshift_database
    set -l text (commandline -ct | string replace -r -- '^--[a-z-]+=' '')
    if string match -qr '^(sqlite|h2):' -- $text
        set -l kind (string split -m 1 : -- $text)
        printf '%s\n' $kind[1]:(__fish_complete_path $kind[2] | string split -f 1 \t)
    else
        printf '%s\n' sqlite: h2: postgresql:// mysql://
    end
end

function __tokenshift_report
    set -l text (commandline -ct | string replace -r -- '^--[a-z-]+=' '')
    if string match -q '*=*' -- $text
        set -l kind (string split -m 1 = -- $text)
        printf '%s\n' $kind[1]=(__fish_complete_path $kind[2] | string split -f 1 \t)
    else
        printf '%s=\n' $argv
    end
end

complete -c tokenshift -f
complete -c tokenshift -n __tokenshift_after -l version -d 'Tell the version'
complete -c tokenshift -n __tokenshift_after -s h -l help -d 'Explain the program'
)sh";

// Single quotes of fish know two escapes.
std::string fish_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

// What stands after -a; empty for files, which fish completes by itself, and for nothing.
std::string offered(const Value& value) {
  switch (value.offer) {
    case Offer::nothing:
    case Offer::files:
      return {};
    case Offer::words:
      return fmt::format("{}", fmt::join(value.words, " "));
    case Offer::directories:
      return "(__fish_complete_directories)";
    case Offer::report:
      return fmt::format("(__tokenshift_report {})", fmt::join(value.words, " "));
    case Offer::database:
      return "(__tokenshift_database)";
    case Offer::answers:
      return fmt::format("(__tokenshift_ask {})", fmt::join(value.words, " "));
  }
  return {};
}

std::string value_words(const Value& value) {
  if (value.offer == Offer::files) return " -r -F";
  const std::string words = offered(value);
  return " -x" + (words.empty() ? "" : " -a " + fish_quoted(words));
}

std::string option_line(const Command& command, const Option& option) {
  std::string line =
      fmt::format("complete -c tokenshift -n {}", fish_quoted("__tokenshift_in " + command.name));
  for (const std::string& name : names_of(option)) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (takes_value(option)) line += value_words(value_of(option));
  return line + " -d " + fish_quoted(short_help(option)) + "\n";
}

std::string argument_line(const Command& command, const Option& argument) {
  const Value value = value_of(argument);
  if (value.offer == Offer::nothing) return {};
  const std::string words = offered(value);
  return fmt::format("complete -c tokenshift -n {}{}\n",
                     fish_quoted("__tokenshift_in " + command.name),
                     words.empty() ? " -F" : " -a " + fish_quoted(words));
}

}  // namespace

std::string fish_completion(const Outline& outline) {
  std::string text(head);
  for (const std::string& beginning : outline.beginnings()) {
    const std::string condition =
        fish_quoted("__tokenshift_after" + (beginning.empty() ? "" : " " + beginning));
    for (const Entry& entry : outline.words_after(beginning)) {
      text += fmt::format("complete -c tokenshift -n {} -a {} -d {}\n", condition, entry.word,
                          fish_quoted(entry.about));
    }
  }
  for (const Command& command : outline.commands()) {
    for (const Option& argument : Outline::arguments_of(command)) {
      text += argument_line(command, argument);
    }
    for (const Option& option : outline.options_of(command)) text += option_line(command, option);
  }
  return text;
}

}  // namespace tokenshift::cli
