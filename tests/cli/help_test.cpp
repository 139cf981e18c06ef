// SPDX-License-Identifier: Apache-2.0
// Walks the definition of the command line: what a user can type is explained.
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"

#include "../../src/cli/command.hpp"
#include "../../src/cli/parser.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace tokenshift;
using namespace tokenshift::cli;
using test::run_cli;

namespace {

bool says_one_of(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

bool is_number(const Option& option) {
  return std::holds_alternative<std::int64_t*>(option.target) ||
         std::holds_alternative<std::optional<std::int64_t>*>(option.target);
}

// What these options are depends on the command.
constexpr auto own_in_each_command = std::to_array<std::string_view>({
    "-o,--output",            // other formats
    "-n,--dry-run",           // what is shown
    "-y,--yes",               // what is asked
    "--home",                 // what is read from it
    "--apim-version",         // whether a seal or the lab tells it, too
    "--db",                   // asked for, compared with, or filled
    "--identity-db",          // that of such a --db
    "--accept-irreversible",  // what cannot be taken back
    "--confirm",              // for what
    "--client",               // whose token, or whose tokens
    "--tenant",               // of whom
    "--claim",                // to print, or to add
    "--scope",                // of a new token, or a part of the old one's
    "--issuer",               // to be written, or to be held against
    "--profile",              // to be written, or to be held against
    "--out",                  // a plan, or a seal
    "--seal",                 // held against now, or at each start
    "--systemd",              // to be written, or to be taken out
});

// The words of the first call of tokenshift in a line for the shell.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words{""};
  char quote = '\0';
  for (const char c : line.substr(line.find("tokenshift "))) {
    if (quote == '\0' && (c == '|' || c == '<' || c == '>' || c == '&' || c == ')')) break;
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && c == '\'') {
      quote = c;
    } else if (quote == '\0' && c == ' ') {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

}  // namespace

TEST_CASE("every command and option is explained, and every example is of its command") {
  std::set<std::string> names;
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    CHECK(names.insert(command.name).second);
    CHECK(command.summary.size() > 10);
    CHECK_FALSE(command.summary.ends_with("."));
    CHECK_FALSE(command.details.empty());
    CHECK_FALSE(command.examples.empty());
    for (const Example& example : command.examples) {
      CHECK_FALSE(example.what.empty());
      CHECK(example.command.find("tokenshift " + command.name) != std::string::npos);
    }
    std::set<std::string> options;
    for (const Option& option : command.options) {
      CAPTURE(option.names);
      CHECK(options.insert(option.names).second);
      CHECK(option.help.size() > 5);
      CHECK_FALSE(option.help.ends_with("."));
      const bool flag = std::holds_alternative<bool*>(option.target);
      const bool argument = !option.names.starts_with("-");
      CHECK(option.value.empty() == (flag || argument));
    }
    const auto help = run_cli({"help", command.name.substr(0, command.name.find(' ')),
                               command.name.find(' ') == std::string::npos
                                   ? "--help"
                                   : command.name.substr(command.name.find(' ') + 1)});
    CHECK(help.status == 0);
    CHECK(help.out.find("usage: tokenshift " + command.name) == 0);
    CHECK(help.out.find("examples:") != std::string::npos);
  }
}

TEST_CASE("an option that need not be given says what happens without it") {
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    for (const Option& option : command.options) {
      CAPTURE(option.names);
      CAPTURE(option.help);
      if (!takes_value(option) || option.required) continue;
      CHECK(says_one_of(option.help, {"default", "without it", "asked otherwise"}));
    }
  }
}

TEST_CASE("an option that is a number says of what, and one that may be repeated says so") {
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    for (const Option& option : command.options) {
      CAPTURE(option.names);
      CAPTURE(option.help);
      if (is_number(option)) {
        CHECK(says_one_of(option.help, {"second", "rows", "sessions", "clients", "tokens",
                                        "threads", "descriptor", "number"}));
      }
      if (takes_many(option) && !is_argument(option)) {
        CHECK(option.help.find("may be repeated") != std::string::npos);
      }
    }
  }
}

TEST_CASE("the same option is explained by the same words in every command") {
  std::map<std::string, std::string> known;
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    for (const Option& option : command.options) {
      if (is_argument(option) || std::ranges::count(own_in_each_command, option.names) > 0)
        continue;
      CAPTURE(option.names);
      const auto [other, first] = known.emplace(option.names, option.help);
      CHECK(other->second == option.help);
    }
  }
}

TEST_CASE("every example is a line that its command takes") {
  for (const Command& command : commands()) {
    CommonOptions values;
    const std::vector<Option> common = common_options(values);
    for (const Example& example : command.examples) {
      CAPTURE(example.command);
      std::vector<std::string> words = words_of(example.command);
      const auto name = split("tokenshift " + command.name, ' ');
      REQUIRE(words.size() >= name.size());
      REQUIRE(std::equal(name.begin(), name.end(), words.begin()));
      words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(name.size()));
      CHECK_NOTHROW(parse(command, common, words));
    }
  }
}

TEST_CASE("examples that only look do what they say on a practice deployment") {
  const test::Practice practice(40);
  REQUIRE(run_cli({"migrate", "--home", practice.home()}).status == 0);
  const std::set<std::string_view> only_look{
      "status",       "doctor",        "apps list",   "apps plan",   "apps verify",
      "apps history", "config get",    "config show", "config diff", "config lint",
      "guard rules",  "guard explain", "guard seal"};
  int ran = 0;
  for (const Command& command : commands()) {
    for (const Example& example : command.examples) {
      const bool looks = only_look.contains(command.name) ||
                         example.command.find("--dry-run") != std::string::npos;
      std::string line = example.command;
      const std::string home = "/opt/wso2am";
      const std::size_t at = line.find(home);
      const bool of_a_file = command.name.starts_with("guard ") && at == std::string::npos;
      if (!looks || (at == std::string::npos && !of_a_file)) continue;
      if (line.find("--out") != std::string::npos || line.find("--db") != std::string::npos)
        continue;
      if (at != std::string::npos) line.replace(at, home.size(), practice.home());
      std::vector<std::string> words = words_of(line);
      words.erase(words.begin());
      const auto result = run_cli(words);
      CAPTURE(line);
      CAPTURE(result.err);
      CHECK(result.status <= 1);
      ++ran;
    }
  }
  CHECK(ran > 12);
}

TEST_CASE("an option is only where it means something") {
  for (const CommandRow& row : command_table()) {
    const Command command = made(row);
    CAPTURE(command.name);
    const auto has = [&](std::string_view name) {
      return std::ranges::find(command.options, name, &Option::names) != command.options.end();
    };
    const bool of_tokens = command.name.starts_with("token ") || command.name == "keystore list";
    CHECK_FALSE((of_tokens && has("--force-is-km")));
    const bool asks_no_database = command.name == "token jwks" || command.name == "keystore list" ||
                                  command.name == "token decode";
    CHECK_FALSE((asks_no_database && (has("--db") || has("--identity-db"))));
  }
}

TEST_CASE("the table of commands calls each by its name, and alone says what it is for") {
  for (const CommandRow& row : command_table()) {
    CHECK(made(row).name == row.name);
    CHECK(row.make().summary.empty());
  }
}

TEST_CASE("help is the same by every way to it") {
  const auto expected = run_cli({"apps", "list", "--help"}).out;
  CHECK(run_cli({"apps", "list", "-h"}).out == expected);
  CHECK(run_cli({"help", "apps", "list"}).out == expected);
  CHECK(run_cli({"apps", "list", "--nonsense", "--help"}).out == expected);
  CHECK(run_cli({"--help"}).out == run_cli({"help"}).out);
  CHECK(run_cli({"--help"}).status == 0);
}

TEST_CASE("the table of exit codes is printed whole") {
  const std::string text = run_cli({"help", "exit-codes"}).out;
  for (const ExitCode& row : exit_codes()) {
    CHECK(text.find(std::to_string(row.code) + "  " + std::string(row.name)) != std::string::npos);
  }
}
