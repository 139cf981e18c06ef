// SPDX-License-Identifier: Apache-2.0
// Walks the table of commands and gives every option what it cannot take: an error is one line that
// names the thing and one with the next step, with the exit code of the table and nothing on
// stdout.
#include "tokenshift/base/text.hpp"

#include "../../src/cli/command.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <span>

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

std::string a_client(const Practice& practice) {
  const auto database = practice.open();
  const auto row = database->prepare("SELECT MIN(CONSUMER_KEY) FROM IDN_OAUTH_CONSUMER_APPS");
  REQUIRE(row->next());
  return std::string(row->text(0));
}

// The first token makes the key of a practice deployment.
void make_key(const Practice& practice) {
  REQUIRE(test::run_cli({"apps", "apply", "--home", practice.home()}).status == 0);
  const auto ran =
      test::run_cli({"token", "issue", "--home", practice.home(), "--client", a_client(practice)});
  CAPTURE(ran.err);
  REQUIRE(ran.status == 0);
}

// The command with what it cannot do without, but for one option.
Words complete(const Command& command, const Practice& practice, std::string_view but = {}) {
  static const std::map<std::string, std::string> values{{"KEY", "server.hostname"},
                                                         {"VALUE", "gw.example.com"},
                                                         {"RUN", "1"},
                                                         {"ID", "TS301"},
                                                         {"KIND", "bash"}};
  Words words = split(command.name, ' ');
  for (const Option& option : command.options) {
    if (!option.required || option.names == but) continue;
    if (!is_argument(option)) words.push_back(long_name(option));
    if (option.names == "--client") {
      words.push_back(a_client(practice));
      continue;
    }
    const auto value = values.find(option.names);
    words.push_back(value == values.end() ? practice.toml() : value->second);
  }
  return words;
}

std::string last_argument(const Command& command) {
  std::string last;
  for (const Option& option : command.options) {
    if (option.required && is_argument(option)) last = option.names;
  }
  return last;
}

// The same of the practice deployment.
Words at_home(const Command& command, const Practice& practice, std::string_view but = {}) {
  Words words = complete(command, practice, but);
  if (has(command, "--home") && but != "--home") words = with(words, {"--home", practice.home()});
  return words;
}

// What is wrong with how it was refused.
std::string faults_of(const test::Ran& ran, int status, const std::string& named) {
  std::string faults;
  if (ran.status != status) faults += " status " + std::to_string(ran.status);
  if (!ran.out.empty()) faults += " stdout";
  if (!ran.err.starts_with("tokenshift: ")) faults += " start";
  if (ran.err.find(named) == std::string::npos) faults += " unnamed " + named;
  if (ran.err.find("\nhint: ") == std::string::npos) faults += " hint";
  if (std::ranges::count(ran.err, '\n') != 2) faults += " lines";
  return faults;
}

void check_refused(const Words& words, int status, const std::string& named) {
  const test::Ran ran = test::run_cli(words);
  const std::string faults = faults_of(ran, status, named);
  std::string line;
  for (const std::string& word : words) line += word + " ";
  CHECK_MESSAGE(faults.empty(), line << ":" << faults << "\n" << ran.err);
}

bool is_number(const Option& option) {
  return std::holds_alternative<std::int64_t*>(option.target) ||
         std::holds_alternative<std::optional<std::int64_t>*>(option.target);
}

struct Exempt {
  std::string_view command;  ///< empty: every one
  std::string_view option;   ///< by its long name; empty: every one
};

bool is_exempt(std::span<const Exempt> table, const Command& command, const Option& option) {
  return std::ranges::any_of(table, [&](const Exempt& row) {
    return (row.command.empty() || row.command == command.name) &&
           (row.option.empty() || row.option == long_name(option));
  });
}

// Files that are written, or that a call of this simple kind does not come to read.
constexpr auto files_not_read = std::to_array<Exempt>({
    {"", "--out"},
    {"", "--store"},                     // made when it is not there
    {"", "--user-db-password-file"},     // wants --user
    {"", "--notify-credentials"},        // wants --notify
    {"", "--cacert"},                    // the same
    {"lab create", ""},                  // makes what is not there
    {"migrate", "--seal"},               // written; its place is looked at after the plan is shown
    {"guard seal", ""},                  // wants the optimization on first
    {"guard install", ""},               // wants a place first
    {"guard uninstall", ""},             // the same
    {"guard check", "FILE"},             // takes folders
    {"guard check", "--password-file"},  // wants --db
    {"guard check", "--identity-password-file"},  // the same
    {"token refresh", "--key"},                   // wants a token first
    {"token refresh", "--keystore-password-file"},
    {"token refresh", "--key-password-file"},
    {"config lint", "FILE"},  // tells of the other files, too: tested with the command
});

// Commands that say more than one error, or need something else before this.
constexpr auto not_by_toml = std::to_array<Exempt>({
    {"doctor", ""},         // shows the error among its findings
    {"token jwks", ""},     // wants --home or --key
    {"keystore list", ""},  // the same
});
constexpr auto not_by_database = std::to_array<Exempt>({
    {"doctor", ""},        // goes on, and says what was not checked
    {"config diff", ""},   // goes on, since only 4.7 needs it
    {"guard seal", ""},    // wants the optimization on first
    {"lab create", ""},    // makes what is not there
    {"token verify", ""},  // asks it with --check-revocation
});

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
        // Without an argument the next one takes its place: the last is missing then.
        const std::string missing =
            is_argument(option) ? last_argument(command) : long_name(option);
        check_refused(complete(command, practice, option.names), 2, missing);
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
  make_key(practice);
  const std::string missing = (practice.folder() / "no" / "such").string();
  const std::string folder = practice.folder().path().string();
  for (const Command& command : commands()) {
    for (const Option& option : command.options) {
      const std::string& kind = is_argument(option) ? option.names : option.value;
      const bool of_files = kind == "FILE" || kind == "PLAN";
      if (!of_files && kind != "DIR" && kind != "DIR|FILE" && kind != "NODE") continue;
      if (is_exempt(files_not_read, command, option)) continue;
      const bool node = kind == "NODE";
      const Words rest = node ? complete(command, practice, option.names)
                              : at_home(command, practice, option.names);
      check_refused(with(rest, given(option, missing)), 6, missing);
      if (of_files) check_refused(with(rest, given(option, folder)), 6, folder);
    }
  }
}

TEST_CASE("a deployment.toml that no server can read is named with line and column") {
  const Practice practice(40);
  const auto broken = practice.folder().write("broken.toml", "[server\nhostname = 1\n");
  for (const Command& command : commands()) {
    if (!has(command, "--deployment-toml") || is_exempt(not_by_toml, command, {})) continue;
    check_refused(with(complete(command, practice),
                       {"--deployment-toml", broken.string(), "--apim-version", "4.6.0"}),
                  3, broken.string() + ":1:8");
  }
}

TEST_CASE("a database that is not there or does not answer is named") {
  const Practice practice(40);
  make_key(practice);
  const std::string missing = (practice.folder() / "no-such.db").string();
  for (const Command& command : commands()) {
    if (!has(command, "--db") || is_exempt(not_by_database, command, {})) continue;
    const Words rest = at_home(command, practice, "--db");
    check_refused(with(rest, {"--db", "sqlite:" + missing}), 6, missing);
    check_refused(with(rest, {"--db", "postgresql://nobody@127.0.0.1:1/apim"}), 6, "127.0.0.1");
    check_refused(with(rest, {"--db", "mysql://nobody@127.0.0.1:1/apim"}), 6, "127.0.0.1");
    check_refused(with(rest, {"--db", "nonsense:x"}), 2, "nonsense");
    check_refused(with(rest, {"--db", "postgresql://me:secret-42@127.0.0.1/apim"}), 2, "password");
  }
}
