// SPDX-License-Identifier: Apache-2.0
// Walks the definition of the command line: what a user can type is explained.
#include "tokenshift/base/exit_code.hpp"

#include "../../src/cli/command.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace tokenshift;
using namespace tokenshift::cli;
using test::run_cli;

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

TEST_CASE("an option is only where it means something") {
  for (const CommandRow& row : command_table()) {
    const Command command = row.make();
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

TEST_CASE("the table of commands calls each by its name") {
  for (const CommandRow& row : command_table()) CHECK(row.make().name == row.name);
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
