// SPDX-License-Identifier: Apache-2.0
// One call of zsh's own _arguments a command.
#include "scripts.hpp"
#include "values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tokenshift::cli {
namespace {

constexpr std::string_view head = R"sh(#compdef tokenshift
# zsh completion for tokenshift, made by: tokenshift completion zsh
# SPDX-License-Identifier: Apache-2.0

# Asks the program, with the words of the line.
_tokenshift_ask() {
  local -a answers described
  local answer
  answers=("${(@f)$(timeout 2 ${(Q)typed[1]/#\~\//$HOME/} __complete $1 ${(Q)typed[2,-1]/#\~\//$HOME/} 2>/dev/null </dev/null)}")
  for answer in $answers; do
    [[ -z $answer ]] || described+=("${${answer%%$'\t'*}//:/\\:}:${answer#*$'\t'}")
  done
  _describe -V -t answers "$1" described
}

_tokenshift_database() {
  if compset -P '(sqlite|h2):'; then
    _files
  else
    compadd -S '' -- sqlite: h2: postgresql:// mysql://
  fi
}

_tokenshift_report() {
  if compset -P '*='; then
    _files
  else
    compadd -S '' -- ${^@}=
  fi
}

_tokenshift() {
  local -a typed=("${words[@]}") next
  local name=''
  local curcontext="$curcontext"
  while true; do
    next=()
    case $name in
)sh";

constexpr std::string_view middle = R"sh(    esac
    (( ${#next} )) || break
    if (( CURRENT == 2 )); then
      [[ -z $name && $PREFIX == -* ]] && next=('--help:explain the program' '--version:tell the version')
      _describe -t commands 'tokenshift command' next
      return
    fi
    name=${name:+$name }${(Q)words[2]}
    shift words
    (( CURRENT-- ))
  done
  case $name in
)sh";

constexpr std::string_view tail = R"sh(  esac
}

if [[ $funcstack[1] == _tokenshift ]]; then
  _tokenshift "$@"
else
  compdef _tokenshift tokenshift
fi
)sh";

std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

// A blank in front keeps _arguments from adding words of its own.
std::string action(const Value& value) {
  switch (value.offer) {
    case Offer::nothing:
      return " ";
    case Offer::words:
      return fmt::format("({})", fmt::join(value.words, " "));
    case Offer::files:
      return "_files";
    case Offer::directories:
      return "_files -/";
    case Offer::report:
      return fmt::format(" _tokenshift_report {}", fmt::join(value.words, " "));
    case Offer::database:
      return " _tokenshift_database";
    case Offer::answers:
      return fmt::format(" _tokenshift_ask {}", fmt::join(value.words, " "));
  }
  return " ";
}

// "*{-f+,--file=}'[help]:FILE:_files'"
std::string option_spec(const Option& option) {
  const bool value = takes_value(option);
  std::vector<std::string> names;
  for (const std::string& name : names_of(option)) {
    names.push_back(name + (!value ? "" : name.starts_with("--") ? "=" : "+"));
  }
  const bool many = takes_many(option);
  std::string spec = many ? "'*'" : fmt::format("'({})'", fmt::join(names_of(option), " "));
  spec += names.size() == 1 ? names[0] : fmt::format("{{{}}}", fmt::join(names, ","));
  std::string rest = "[" + escaped(short_help(option), "\\[]:") + "]";
  if (value) rest += ":" + escaped(option.value, "\\:") + ":" + action(value_of(option));
  return spec + single_quoted(rest);
}

std::string argument_spec(const Option& argument, int place) {
  const std::string where = takes_many(argument) ? "*" : std::to_string(place);
  return single_quoted(fmt::format("{}:{}{}:{}", where, argument.required ? "" : ":",
                                   escaped(argument.names, "\\:"), action(value_of(argument))));
}

}  // namespace

std::string zsh_completion(const Outline& outline) {
  std::string text(head);
  for (const std::string& beginning : outline.beginnings()) {
    text += fmt::format("      {})\n        next=(\n", single_quoted(beginning));
    for (const Entry& entry : outline.words_after(beginning)) {
      text += fmt::format("          {}\n", single_quoted(entry.word + ":" + entry.about));
    }
    text += "        )\n        ;;\n";
  }
  text += middle;
  for (const Command& command : outline.commands()) {
    text += fmt::format("    {})\n      _arguments -s -S", single_quoted(command.name));
    for (const Option& option : outline.options_of(command)) {
      text += " \\\n        " + option_spec(option);
    }
    int place = 0;
    for (const Option& argument : Outline::arguments_of(command)) {
      text += " \\\n        " + argument_spec(argument, ++place);
    }
    text += "\n      ;;\n";
  }
  return text + std::string(tail);
}

}  // namespace tokenshift::cli
