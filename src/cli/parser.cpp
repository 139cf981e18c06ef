// SPDX-License-Identifier: Apache-2.0
// The only file that includes CLI11: options come from our tables, help is made from them.
#include "parser.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tokenshift::cli {
namespace {

[[noreturn]] void fail(const Command& command, const std::string& what,
                       const std::string& hint = {}) {
  throw Error(ErrorKind::usage, fmt::format("{}: {}", command.name, what),
              hint.empty() ? fmt::format("see: tokenshift {} --help", command.name) : hint);
}

// "--clients", of "-c,--clients".
std::string_view long_name(const Option& option) {
  return std::string_view(option.names).substr(option.names.rfind(',') + 1);  // npos + 1 is 0
}

// CLI11 would take a number with too many digits for the largest there is.
std::int64_t number_of(const Command& command, const Option& option, const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range) {
    fail(command, fmt::format("{}: {} is too large a number", long_name(option), printable(text)));
  }
  if (error != std::errc{} || stop != end) {
    fail(command, fmt::format("{}: \"{}\" is no whole number", long_name(option), printable(text)));
  }
  return number;
}

struct Add {
  const Command& command;
  CLI::App& app;
  const Option& option;

  CLI::Option* operator()(bool* target) const { return app.add_flag(option.names, *target); }
  CLI::Option* operator()(std::string* target) const {
    return app.add_option(option.names, *target);
  }
  template <class Number>
  CLI::Option* number(Number* target) const {
    return app.add_option_function<std::string>(
        option.names, [this_command = &command, this_option = &option, target](const auto& text) {
          *target = number_of(*this_command, *this_option, text);
        });
  }
  CLI::Option* operator()(std::int64_t* target) const { return number(target); }
  CLI::Option* operator()(std::optional<std::int64_t>* target) const { return number(target); }
  CLI::Option* operator()(std::vector<std::string>* target) const {
    const bool argument = !option.names.starts_with("-");
    if (argument)
      return app.add_option(option.names, *target)
          ->expected(1, CLI::detail::expected_max_vector_size);
    // One word each time it is given: what follows is an argument again.
    return app.add_option(option.names, *target)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
  }
};

const CLI::Option* add(const Command& command, CLI::App& app, const Option& option) {
  CLI::Option* added = std::visit(Add{command, app, option}, option.target);
  if (option.required) added->required();
  if (option.choices.empty()) return added;
  added->transform(CLI::Validator(  // a choice in any case becomes the one of the list
      [&option](std::string& value) {
        const auto choice =
            std::ranges::find(option.choices, to_lower(value),
                              [](const std::string& each) { return to_lower(each); });
        if (choice != option.choices.end()) {
          value = *choice;
          return std::string();
        }
        const auto near = nearest(value, option.choices);
        return fmt::format("\"{}\" is none of {}{}", shown_word(value),
                           fmt::join(option.choices, ", "),
                           near ? "; did you mean " + *near + "?" : std::string());
      },
      ""));
  return added;
}

std::vector<std::string> option_names(const Command& command, const std::vector<Option>& common) {
  std::vector<std::string> names{"--help"};
  for (const auto* options : {&command.options, &common}) {
    for (const Option& option : *options) {
      for (const std::string& name : split(option.names, ',')) {
        if (name.starts_with("--")) names.push_back(name);
      }
    }
  }
  return names;
}

[[noreturn]] void fail_unknown(const Command& command, const std::vector<Option>& common,
                               const std::vector<std::string>& extras) {
  const std::string word = extras.empty() ? "" : extras.front();
  const std::string name = word.substr(0, word.find('='));
  if (!word.starts_with("-"))
    fail(command, fmt::format("unexpected argument \"{}\"", shown_word(word)));
  const auto near = nearest(name, option_names(command, common));
  fail(command, fmt::format("unknown option {}", shown_word(name)),
       near ? fmt::format("did you mean {}?", *near) : std::string());
}

}  // namespace

Parsed parse(const Command& command, const std::vector<Option>& common,
             const std::vector<std::string>& arguments) {
  CLI::App app;
  Parsed parsed;
  app.set_help_flag();
  app.allow_extras();
  app.add_flag("-h,--help", parsed.help);
  std::vector<std::pair<std::string, const CLI::Option*>> added;
  for (const auto* options : {&command.options, &common}) {
    for (const Option& option : *options) {
      added.emplace_back(bare_name(option), add(command, app, option));
    }
  }

  // Help wins over whatever else is wrong with the line.
  const auto end = std::ranges::find(arguments, "--");
  if (std::any_of(arguments.begin(), end,
                  [](const std::string& word) { return word == "--help" || word == "-h"; })) {
    parsed.help = true;
    return parsed;
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    // An unknown option is the likelier cause of a missing value or argument.
    for (const std::string& word : app.remaining()) {
      if (word.starts_with("-")) fail_unknown(command, common, {word});
    }
    fail(command, error.what());
  }
  std::vector<std::string> extras = app.remaining();
  std::erase(extras, "--");  // only says that what follows are no options
  if (!extras.empty()) fail_unknown(command, common, extras);
  for (const auto& [name, option] : added) {
    if (option->count() > 0) parsed.given.push_back(name);
  }
  if (std::ranges::find(arguments, "-") != arguments.end()) parsed.given.emplace_back("-");
  return parsed;
}

}  // namespace tokenshift::cli
