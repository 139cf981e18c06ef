// SPDX-License-Identifier: Apache-2.0
// Data of the command line as `case` tables, and a driver that walks the line with them. It needs
// bash 4.4 and nothing of the package bash-completion.
#include "scripts.hpp"
#include "values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

namespace tokenshift::cli {
namespace {

constexpr std::string_view head =
    R"sh(# bash completion for tokenshift, made by: tokenshift completion bash
# SPDX-License-Identifier: Apache-2.0
)sh";

constexpr std::string_view driver = R"sh(
# Keeps what begins with the text that was typed: TEXT WORDS…
_tokenshift_keep() {
  local text=$1 word
  for word in "${@:2}"; do
    [[ $word == "$text"* ]] && COMPREPLY+=("$word")
  done
}

# Asks the program, with the words of the line; never evaluates what it answers.
_tokenshift_ask() {
  local text=$2 value
  local -a words=("${typed[@]/#\~\//$HOME/}")
  while IFS=$'\t' read -r value _; do
    [[ $value == "$text"* ]] && COMPREPLY+=("$(printf '%q' "$value")")
  done < <(timeout 2 "${COMP_WORDS[0]/#\~\//$HOME/}" __complete "$1" "${words[@]}" \
    2>/dev/null </dev/null)
}

_tokenshift_paths() {
  mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
  compopt -o filenames 2>/dev/null
}

# Fills COMPREPLY for a value of the kind $1 of which $2 is typed; $3 stands before it in the word.
_tokenshift_offer() {
  local -a kind
  read -ra kind <<<"$1"
  local text=$2 before=$3 index
  case ${kind[0]} in
    words) _tokenshift_keep "$text" "${kind[@]:1}" ;;
    ask) _tokenshift_ask "${kind[1]}" "$text" ;;
    file) _tokenshift_paths -f "$text" ;;
    directory) _tokenshift_paths -d "$text" ;;
    report)
      if [[ $text == *=* ]]; then
        before+=${text%%=*}=
        text=${text#*=}
        _tokenshift_paths -f "$text"
      else
        compopt -o nospace 2>/dev/null
        local -a formats=("${kind[@]:1}")
        _tokenshift_keep "$text" "${formats[@]/%/=}"
      fi
      ;;
    database)
      if [[ $text == sqlite:* || $text == h2:* ]]; then
        before+=${text%%:*}:
        text=${text#*:}
        _tokenshift_paths -f "$text"
      else
        compopt -o nospace 2>/dev/null
        _tokenshift_keep "$text" sqlite: h2: postgresql:// mysql://
      fi
      ;;
  esac
  # readline replaces only what stands after the last character that breaks words for it.
  local head=$before$text cut=
  while [[ $head ]]; do
    if [[ $head == *[=:] && $COMP_WORDBREAKS == *"${head: -1}"* ]]; then
      cut=$head
      break
    fi
    head=${head%?}
  done
  for index in "${!COMPREPLY[@]}"; do
    COMPREPLY[index]=$before${COMPREPLY[index]}
    COMPREPLY[index]=${COMPREPLY[index]#"$cut"}
  done
}

_tokenshift() {
  local -a typed=() reply=()
  local word glue='' cur command='' expect='' ended='' position=0
  COMPREPLY=()
  # bash breaks words at "=" and ":"; here they are put together again.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $glue ]]; then
      typed[-1]+=$word
      glue=''
      [[ $word && $word != *[!=:]* ]] && glue=1
    elif [[ $word && $word != *[!=:]* && ${#typed[@]} -gt 0 ]]; then
      typed[-1]+=$word
      glue=1
    else
      typed+=("$word")
    fi
  done
  cur=${typed[-1]}
  unset 'typed[-1]'
  _tokenshift_words ''
  for word in "${typed[@]}"; do
    if [[ ${#reply[@]} -gt 0 ]]; then
      command=${command:+$command }$word
      _tokenshift_words "$command"
    elif [[ $expect ]]; then
      expect=''
    elif [[ $ended || $word != -?* ]]; then
      position=$((position + 1))
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word != --*=* ]]; then
      _tokenshift_value "$command" "$word"
    fi
  done
  # The rest of the line names the deployment, too.
  typed+=("${COMP_WORDS[@]:COMP_CWORD+1}")
  if [[ ${#reply[@]} -gt 0 ]]; then
    [[ ! $command && $cur == -* ]] && reply=(--help --version)
    _tokenshift_keep "$cur" "${reply[@]}"
  elif [[ $expect ]]; then
    _tokenshift_offer "$expect" "$cur" ''
  elif [[ ! $ended && $cur == --*=* ]]; then
    _tokenshift_value "$command" "${cur%%=*}"
    _tokenshift_offer "${expect:-nothing}" "${cur#*=}" "${cur%%=*}="
  else
    _tokenshift_argument "$command" $((position + 1))
    if [[ ! $ended && ( $cur == -* || ! $expect ) ]]; then
      _tokenshift_options "$command"
      _tokenshift_keep "$cur" "${reply[@]}"
    else
      _tokenshift_offer "$expect" "$cur" ''
    fi
  fi
}

complete -F _tokenshift tokenshift
)sh";

std::string function(std::string_view about, std::string_view name, std::string_view word,
                     std::string_view before, const std::string& cases) {
  return fmt::format("\n# {}\n{}() {{\n{}  case {} in\n{}  esac\n}}\n", about, name, before, word,
                     cases);
}

std::string words_function(const Outline& outline) {
  std::string cases;
  for (const std::string& beginning : outline.beginnings()) {
    std::vector<std::string> words;
    for (const Entry& entry : outline.words_after(beginning)) words.push_back(entry.word);
    cases +=
        fmt::format("    {}) reply=({}) ;;\n", single_quoted(beginning), fmt::join(words, " "));
  }
  return function("What may follow these words of a command.", "_tokenshift_words", "$1",
                  "  reply=()\n", cases);
}

std::string options_function(const Outline& outline) {
  std::string cases;
  for (const Command& command : outline.commands()) {
    std::vector<std::string> names;
    for (const Option& option : outline.options_of(command)) {
      for (const std::string& name : names_of(option)) names.push_back(name);
    }
    cases +=
        fmt::format("    {}) reply=({}) ;;\n", single_quoted(command.name), fmt::join(names, " "));
  }
  return function("The options of a command.", "_tokenshift_options", "$1", "  reply=()\n", cases);
}

// For each option the values that it takes, each with the commands where it does.
using Uses = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

Uses uses_of(const Outline& outline) {
  Uses uses;
  for (const Command& command : outline.commands()) {
    for (const Option& option : outline.options_of(command)) {
      const std::string value =
          takes_value(option) ? single_quoted(script_word(value_of(option))) : std::string();
      for (const std::string& name : names_of(option)) uses[name][value].push_back(command.name);
    }
  }
  return uses;
}

// What means the same wherever it occurs is said once, behind what does not.
std::string value_function(const Outline& outline) {
  std::string cases;
  std::map<std::string, std::vector<std::string>> common;
  for (const auto& [name, values] : uses_of(outline)) {
    if (values.size() == 1) {
      common[values.begin()->first].push_back(fmt::format("*' {}'", name));
      continue;
    }
    for (const auto& [value, commands] : values) {
      std::vector<std::string> patterns;
      for (const std::string& command : commands) {
        patterns.push_back(single_quoted(fmt::format("{} {}", command, name)));
      }
      cases += fmt::format("    {}) expect={} ;;\n", fmt::join(patterns, " | "), value);
    }
  }
  for (const auto& [value, patterns] : common) {
    if (value.empty()) continue;
    cases += fmt::format("    {}) expect={} ;;\n", fmt::join(patterns, " | "), value);
  }
  return function("What the option $2 of the command $1 takes; empty for a flag.",
                  "_tokenshift_value", "\"$1 $2\"", "  expect=''\n", cases);
}

std::string argument_function(const Outline& outline) {
  std::string cases;
  for (const Command& command : outline.commands()) {
    int place = 0;
    for (const Option& argument : Outline::arguments_of(command)) {
      ++place;
      const std::string start = command.name + " ";
      cases += fmt::format("    {}) expect={} ;;\n",
                           takes_many(argument) ? single_quoted(start) + "*"
                                                : single_quoted(start + std::to_string(place)),
                           single_quoted(script_word(value_of(argument))));
    }
  }
  return function("What the argument at place $2 of the command $1 is.", "_tokenshift_argument",
                  "\"$1 $2\"", "  expect=''\n", cases);
}

}  // namespace

std::string bash_completion(const Outline& outline) {
  return std::string(head) + words_function(outline) + options_function(outline) +
         value_function(outline) + argument_function(outline) + std::string(driver);
}

}  // namespace tokenshift::cli
