// SPDX-License-Identifier: Apache-2.0
#include "../../src/cli/topics.hpp"

#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/version.hpp"

#include "../../src/cli/command.hpp"
#include "../../src/cli/exit_advice.hpp"
#include "../../src/cli/name_advice.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace tokenshift;
using namespace tokenshift::cli;
using test::run_cli;

namespace {

std::string page(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// All literals of the sources, those that go over several lines put together.
std::string messages_of_program() {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(GUIDE "/../../src")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".cpp") && !name.ends_with("_advice.cpp"))
      all += page(entry.path().string());
  }
  all = std::regex_replace(all, std::regex("\"\\s*\n\\s*\""), "");
  std::erase(all, '\\');
  return all;
}

// The text between the dots that stand for what varies.
std::vector<std::string> fixed_parts(std::string message) {
  const std::string dots = "…";
  std::vector<std::string> parts;
  for (std::size_t at; (at = message.find(dots)) != std::string::npos;) {
    parts.push_back(message.substr(0, at));
    message.erase(0, at + dots.size());
  }
  parts.push_back(message);
  return parts;
}

}  // namespace

TEST_CASE("help on the first word of commands lists them, and a slip in the second is told") {
  std::set<std::string> groups;
  for (const CommandRow& row : command_table()) {
    const std::string name(row.name);
    if (const auto blank = name.find(' '); blank != std::string::npos) {
      groups.insert(name.substr(0, blank));
    }
  }
  CHECK(groups.size() > 4);
  for (const std::string& group : groups) {
    CAPTURE(group);
    const auto asked = run_cli({"help", group});
    CHECK(asked.status == 0);
    CHECK(asked.out.find("usage: tokenshift " + group + " VERB") == 0);
    CHECK(run_cli({group, "--help"}).out == asked.out);
    for (const CommandRow& row : command_table()) {
      const bool of_group = row.name.starts_with(group + " ");
      CHECK((asked.out.find("\n  " + std::string(row.name) + " ") != std::string::npos) ==
            of_group);
    }
    CHECK(run_cli({group}).status == 2);
  }
  CHECK(run_cli({"apps", "aply"}).err.find("did you mean tokenshift apps apply?") !=
        std::string::npos);
}

TEST_CASE("every message that help tells of is one of the program's") {
  const std::string program = messages_of_program();
  for (const ExitAdvice& advice : exit_advice()) {
    for (const Meeting& meeting : advice.meetings) {
      for (const std::string& part : fixed_parts(std::string(meeting.message))) {
        CAPTURE(part);
        CHECK(program.find(part) != std::string::npos);
      }
    }
  }
}

TEST_CASE("help explains every exit code, by name and by number") {
  for (const ExitCode& row : exit_codes()) {
    CAPTURE(row.name);
    const auto by_name = run_cli({"help", std::string(row.name)});
    CHECK(by_name.status == 0);
    CHECK(by_name.out.find("what to do") != std::string::npos);
    CHECK(by_name.out.find(row.meaning) != std::string::npos);
    CHECK(run_cli({"help", std::to_string(row.code)}).out == by_name.out);
  }
  CHECK(exit_advice().size() == exit_codes().size());
}

TEST_CASE("the guide has an entry for every exit code, with what help says about it") {
  const std::string guide = page(GUIDE "/when-something-goes-wrong.md");
  for (const ExitCode& row : exit_codes()) {
    CAPTURE(row.name);
    const std::string name(row.name);
    CHECK(guide.find("\n## " + std::to_string(row.code) + " " + name + "\n") != std::string::npos);
    CHECK(guide.find("\n$ tokenshift help " + name + "\n") != std::string::npos);
  }
}

TEST_CASE("help explains every rule and every reason by its id") {
  for (const std::string& name : finding_names()) {
    CAPTURE(name);
    const auto ran = run_cli({"help", name});
    CHECK(ran.status == 0);
    CHECK(ran.out.starts_with(name + ": "));
    CHECK(ran.out.find("\n  what to do  ") != std::string::npos);
    CHECK(ran.out.find("what to do  \n") == std::string::npos);
  }
  CHECK(run_cli({"help", "TS301"}).out == run_cli({"guard", "explain", "TS301"}).out);
}

TEST_CASE("every name that stands in brackets behind a message is explained, and no other") {
  const std::string program = messages_of_program();
  // {Severity::warning, "name", …}, .id = "name", and of errors in a file: …, "name"})
  const std::regex name(R"re((?:Severity::\w+,\s*|\.id = |\bid = )"([a-z0-9]+(?:-[a-z0-9]+)*)")re");
  std::set<std::string> printed{"syntax"};
  const std::regex in_file(
      R"re((?:hint, "|[^{]")([a-z]+(?:-[a-z]+)+)"\}\)|hint, "([a-z]+)"\}\))re");
  for (const std::regex& one : {name, in_file}) {
    for (std::sregex_iterator at(program.begin(), program.end(), one), end; at != end; ++at) {
      printed.insert((*at)[1].matched ? (*at)[1].str() : (*at)[2].str());
    }
  }
  const auto explained = finding_names();
  for (const std::string& one : printed) {
    CAPTURE(one);
    CHECK(std::ranges::find(explained, one) != explained.end());
  }
  for (const NameAdvice& advice : name_advice()) {
    CAPTURE(advice.name);
    if (advice.name == "syntax") continue;  // the default of toml::Problem, in a header
    CHECK(program.find("\"" + std::string(advice.name) + "\"") != std::string::npos);
  }
}

TEST_CASE("help names the topic that was meant") {
  const auto ran = run_cli({"help", "refussed"});
  CHECK(ran.status == 2);
  CHECK(ran.err.find("did you mean tokenshift help refused?") != std::string::npos);
  CHECK(run_cli({"help", "zzzzzzzz"}).err.find("no help on \"zzzzzzzz\"") != std::string::npos);
  CHECK(run_cli({"help", "mirgate"}).err.find("migrate") != std::string::npos);
}

TEST_CASE("--version names the libraries and what was built in") {
  CHECK(run_cli({"--version"}).out == "tokenshift " + std::string(program_version()) + "\n");
  const auto ran = run_cli({"--version", "-o", "json"});
  REQUIRE(ran.status == 0);
  const auto json = nlohmann::json::parse(ran.out);
  CHECK(json["version"] == program_version());
  CHECK(json["libraries"].size() == 14);
  for (const auto& library : json["libraries"]) {
    CAPTURE(library.dump());
    CHECK(std::ranges::count(library["version"].get<std::string>(), '.') >= 1);
  }
  const auto& databases = json["databases"];
  CHECK(std::ranges::find(databases, "postgresql") != databases.end());
  CHECK(run_cli({"--version", "-o", "xml"}).status == 2);
  CHECK(run_cli({"--version", "nonsense"}).status == 2);
}

TEST_CASE("the changelog begins with the version of the program") {
  const std::string log = page(GUIDE "/../../CHANGELOG.md");
  const std::size_t first = log.find("\n## [");
  REQUIRE(first != std::string::npos);
  CHECK(log.substr(first + 5).starts_with(std::string(program_version()) + "]"));
}
