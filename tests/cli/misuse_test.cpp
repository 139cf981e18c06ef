// SPDX-License-Identifier: Apache-2.0
// Walks the table of commands and gives every option what it cannot take: an error is one line that
// names the thing and one with the next step, with the exit code of the table and nothing on
// stdout.
#include "tokenshift/base/text.hpp"

#include "../../src/cli/command.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>

using namespace tokenshift;
using namespace tokenshift::cli;
using test::Practice;
using Words = std::vector<std::string>;

namespace {

bool has(const Command& command, std::string_view name) {
  return std::ranges::find(command.options, name, &Option::names) != command.options.end();
}

std::string long_name(const Option& option) {
  return option.names.substr(option.names.rfind(',') + 1);
}

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// The command with what it cannot do without, but for one option.
Words complete(const Command& command, const Practice& practice, std::string_view but = {}) {
  static const std::map<std::string, std::string> values{
      {"KEY", "server.hostname"}, {"VALUE", "gw.example.com"}, {"RUN", "1"}, {"ID", "TS301"},
      {"KIND", "bash"},           {"--client", "nobody"}};
  Words words = split(command.name, ' ');
  for (const Option& option : command.options) {
    if (!option.required || option.names == but) continue;
    if (!is_argument(option)) words.push_back(long_name(option));
    const auto value = values.find(option.names);
    words.push_back(value == values.end() ? practice.toml() : value->second);
  }
  return words;
}

// The same of the practice deployment.
Words at_home(const Command& command, const Practice& practice, std::string_view but = {}) {
  Words words = complete(command, practice, but);
  if (has(command, "--home") && but != "--home") words = with(words, {"--home", practice.home()});
  return words;
}

void check_refused(const Words& words, int status, const std::string& named) {
  const test::Ran ran = test::run_cli(words);
  std::string line;
  for (const std::string& word : words) line += word + " ";
  CAPTURE(line);
  CAPTURE(ran.out);
  CAPTURE(ran.err);
  CAPTURE(named);
  CHECK(ran.status == status);
  CHECK(ran.out.empty());
  CHECK(ran.err.starts_with("tokenshift: "));
  CHECK(ran.err.find(named) != std::string::npos);
  CHECK(ran.err.find("\nhint: ") != std::string::npos);
  CHECK(std::ranges::count(ran.err, '\n') == 2);
}

bool is_number(const Option& option) {
  return std::holds_alternative<std::int64_t*>(option.target) ||
         std::holds_alternative<std::optional<std::int64_t>*>(option.target);
}

// What names a file that is written, or one that this call never opens.
bool is_written_or_not_read(const Command& command, const Option& option) {
  const std::string name = long_name(option);
  return name == "--out" || name == "--store" || name == "--program" ||
         command.name == "lab create";
}

// An option's name and value, or an argument's value.
Words given(const Option& option, const std::string& value) {
  return is_argument(option) ? Words{value} : Words{long_name(option), value};
}

}  // namespace

TEST_CASE("what is missing, unknown or out of a list is named") {
  const Practice practice(40);
  for (const Command& command : commands()) {
    const Words whole = complete(command, practice);
    check_refused(with(whole, {"--nonsense"}), 2, "unknown option --nonsense");
    check_refused(with(whole, {"--nonsense=1"}), 2, "unknown option --nonsense");
    for (const Option& option : command.options) {
      if (option.required) {
        check_refused(complete(command, practice, option.names), 2, option.names);
      }
      if (!takes_value(option) || is_argument(option)) continue;
      check_refused(with(whole, {long_name(option)}), 2, long_name(option));
      if (!option.choices.empty()) {
        check_refused(with(whole, {long_name(option), "nonsense"}), 2, "\"nonsense\"");
      }
    }
  }
}

TEST_CASE("a number is a whole one of a size that there is") {
  const Practice practice(40);
  for (const Command& command : commands()) {
    for (const Option& option : command.options) {
      if (!is_number(option)) continue;
      for (const std::string bad : {"some", "1.5", "0x10", "99999999999999999999"}) {
        check_refused(with(complete(command, practice, option.names), given(option, bad)), 2, bad);
      }
    }
  }
}

TEST_CASE("a file that is not there, or is a folder, is named") {
  const Practice practice(40);
  const std::string missing = (practice.folder() / "no" / "such").string();
  const std::string folder = practice.folder().path().string();
  for (const Command& command : commands()) {
    for (const Option& option : command.options) {
      const std::string& kind = is_argument(option) ? option.names : option.value;
      const bool of_files = kind == "FILE" || kind == "PLAN";
      if (!of_files && kind != "DIR" && kind != "DIR|FILE" && kind != "NODE") continue;
      if (is_written_or_not_read(command, option)) continue;
      const Words rest = at_home(command, practice, option.names);
      check_refused(with(rest, given(option, missing)), 6, missing);
      if (of_files) check_refused(with(rest, given(option, folder)), 6, folder);
    }
  }
}

TEST_CASE("a deployment.toml that no server can read is named with line and column") {
  const Practice practice(40);
  const auto broken = practice.folder().write("broken.toml", "[server\nhostname = 1\n");
  for (const Command& command : commands()) {
    if (!has(command, "--deployment-toml")) continue;
    check_refused(with(complete(command, practice),
                       {"--deployment-toml", broken.string(), "--apim-version", "4.6.0"}),
                  3, broken.string() + ":1:8");
  }
}

TEST_CASE("a database that is not there or does not answer is named") {
  const Practice practice(40);
  const std::string missing = (practice.folder() / "no-such.db").string();
  for (const Command& command : commands()) {
    if (!has(command, "--db")) continue;
    const Words rest = at_home(command, practice, "--db");
    check_refused(with(rest, {"--db", "sqlite:" + missing}), 6, missing);
    check_refused(with(rest, {"--db", "postgresql://nobody@127.0.0.1:1/apim"}), 6, "127.0.0.1");
    check_refused(with(rest, {"--db", "mysql://nobody@127.0.0.1:1/apim"}), 6, "127.0.0.1");
    check_refused(with(rest, {"--db", "nonsense:x"}), 2, "nonsense");
    check_refused(with(rest, {"--db", "postgresql://me:secret-42@127.0.0.1/apim"}), 2, "password");
  }
}
