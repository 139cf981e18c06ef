// SPDX-License-Identifier: Apache-2.0
// What is made from the table of commands: that the repository holds it as it is now, and that
// shells offer with it what they should. UPDATE_COMPLETIONS=1 rewrites the files.
#include "tokenshift/base/text.hpp"
#include "tokenshift/db/backend.hpp"

#include "../../src/cli/completion/scripts.hpp"
#include "../../src/cli/completion/values.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

using namespace tokenshift;
using namespace tokenshift::cli;
namespace fs = std::filesystem;

namespace {

fs::path root() { return fs::path(GUIDE) / ".." / ".."; }

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) {
    text.append(buffer.data(), n);
  }
  std::vector<std::string> lines = split(text, '\n');
  std::erase(lines, "");
  return lines;
}

struct Shell {
  std::string name;
  std::string start;  ///< and the script of tests/cli/shells
};

const std::vector<Shell>& shells() {
  static const std::vector<Shell> all{
      {"bash", "bash --norc -i "}, {"zsh", "zsh -f "}, {"fish", "fish --no-config "}};
  return all;
}

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;  // NOLINT
}

// What a shell offers at the end of a line.
std::vector<std::string> offered(const Shell& shell, const std::string& line,
                                 const std::string& before = {}) {
  const std::string ending = shell.name == "bash" ? "sh" : shell.name;
  return lines_of(before + " TERM=dumb PATH=" + fs::path(PROGRAM).parent_path().string() +
                  ":$PATH timeout 30 " + shell.start + FIXTURES "/cli/shells/" + shell.name + "." +
                  ending + " " + single_quoted((root() / "completions").string()) + " " +
                  single_quoted(line) + " 2>/dev/null </dev/null");
}

// bash and zsh leave out what stands before "=" and ":" in the word.
bool offers(const std::vector<std::string>& lines, const std::string& word) {
  return std::ranges::any_of(lines, [&](const std::string& line) {
    return line == word || line.ends_with("=" + word) || line.ends_with(":" + word);
  });
}

struct Press {
  std::string line;
  std::vector<std::string> wanted;
  std::vector<std::string> unwanted;
  std::string before = {};  ///< of the shell's start: where, and with which variables
};

void press(const Shell& shell, const Press& tab) {
  CAPTURE(shell.name);
  CAPTURE(tab.line);
  const auto lines = offered(shell, tab.line, tab.before);
  CAPTURE(lines);
  for (const std::string& word : tab.wanted) {
    CAPTURE(word);
    CHECK(offers(lines, word));
  }
  for (const std::string& word : tab.unwanted) {
    CAPTURE(word);
    CHECK_FALSE(offers(lines, word));
  }
}

void press_in_all(const std::vector<Press>& tabs) {
  for (const Shell& shell : shells()) {
    if (!installed(shell.name)) {
      MESSAGE("skipped: " << shell.name << " is not installed");
      continue;
    }
    for (const Press& tab : tabs) press(shell, tab);
  }
}

}  // namespace

TEST_CASE("completions and manual are what the table of commands says") {
  const Outline outline;
  for (const Script& script : scripts()) {
    CAPTURE(script.path);
    const fs::path path = root() / script.path;
    const std::string text = script.write(outline);
    if (std::getenv("UPDATE_COMPLETIONS") != nullptr) {
      fs::create_directories(path.parent_path());
      std::ofstream(path) << text;
    }
    CHECK(read_file(path) == text);
    CHECK(test::run_cli({"completion", std::string(script.name)}).out == text);
  }
}

TEST_CASE("it is known of every option and argument what it is completed with") {
  for (const Command& command : commands()) {
    for (const Option& option : command.options) {
      if (!takes_value(option)) continue;
      CAPTURE(command.name);
      CAPTURE(option.names);
      CHECK(known_value(option).has_value());
    }
  }
}

TEST_CASE("shells complete commands, options and their values") {
  press_in_all({
      {"tokenshift ", {"migrate", "doctor", "apps", "token", "help"}, {"list"}},
      {"tokenshift gu", {"guard"}, {"apps"}},
      {"tokenshift apps ", {"list", "plan", "undo"}, {"migrate", "show"}},
      {"tokenshift help ", {"apps", "migrate", "exit-codes", "refused"}, {}},
      {"tokenshift help config ", {"show", "lint"}, {"exit-codes"}},
      {"tokenshift apps list --ten", {"--tenant"}, {"--home"}},
      {"tokenshift migrate --no", {"--no-input"}, {}},
      {"tokenshift apps list -o ", {"table", "json", "csv"}, {"sarif"}},
      {"tokenshift apps list --output=js", {"json", "jsonl"}, {"table"}},
      {"tokenshift guard check -o ", {"sarif", "github"}, {"csv"}},
      {"tokenshift apps list --type ", {"JWT", "opaque"}, {}},
      {"tokenshift completion ", {"bash", "zsh", "fish", "man"}, {}},
      {"tokenshift guard explain TS10", {"TS101"}, {"TS301"}},
      {"tokenshift guard check --report sar", {"sarif="}, {"junit="}},
      {"tokenshift status --db sq", {"sqlite:"}, {}},
      {"tokenshift lab create /x --apim-version 4.6", {"4.6.0"}, {}},
  });
}

TEST_CASE("shells complete files and directories where one is wanted") {
  const test::TempDir folder;
  const std::string here = fs::path(folder / "").string();
  fs::create_directory(folder / "nodes");
  std::ofstream(folder / "node.toml") << "";
  const std::string file = here + "node.toml";
  for (const Shell& shell : shells()) {
    if (!installed(shell.name)) continue;
    const auto found = [&](const std::string& start) {
      const auto lines = offered(shell, start + here + "no");
      return std::pair(
          std::ranges::any_of(
              lines, [](auto& line) { return line.find("node.toml") != std::string::npos; }),
          std::ranges::any_of(lines,
                              [](auto& line) { return line.find("nodes") != std::string::npos; }));
    };
    CAPTURE(shell.name);
    CHECK(found("tokenshift config lint ") == std::pair(true, true));
    CHECK(found("tokenshift status --deployment-toml ") == std::pair(true, true));
    CHECK(found("tokenshift status --db sqlite:") == std::pair(true, true));
    CHECK(found("tokenshift guard check --report sarif=") == std::pair(true, true));
    CHECK(found("tokenshift status --home ") == std::pair(false, true));
  }
}

TEST_CASE("shells complete the runs and tenants of the deployment that the line names") {
  const test::Practice practice;
  REQUIRE(test::run_cli({"apps", "apply", "--home", practice.home(), "--yes"}).status == 0);
  const std::string harm = (practice.folder() / "harm").string();
  db::open("sqlite:" + practice.home() + "/repository/database/WSO2SHARED_DB.db", db::Access::write)
      ->execute(
          "INSERT INTO UM_TENANT (UM_ID, UM_TENANT_UUID, UM_DOMAIN_NAME, UM_CREATED_DATE) "
          "VALUES (7, 'a', 'seven.example', '2026-01-01'), (8, 'b', '$(touch " +
          harm + ")', '2026-01-01')");
  press_in_all({
      {"tokenshift apps undo --home " + practice.home() + " ", {"1"}, {}},
      {"tokenshift apps undo --db " + practice.url() + " ", {"1"}, {}},
      {"tokenshift apps undo --home /nowhere ", {}, {"1"}},
      {"tokenshift apps list --home " + practice.home() + " --tenant carb", {"carbon.super"}, {}},
      {"tokenshift apps list --home " + practice.home() + " --tenant ", {"seven.example"}, {}},
  });
  CHECK_FALSE(fs::exists(harm));
}

TEST_CASE("shells complete the runs and tenants of the deployment that a setting names") {
  const test::Practice practice;
  REQUIRE(test::run_cli({"apps", "apply", "--home", practice.home(), "--yes"}).status == 0);
  const fs::path file = practice.folder().write("project/.tokenshift.toml", "home = \"../home\"\n");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  const std::string there =
      "cd " + single_quoted(file.parent_path().string()) + " && TOKENSHIFT_NO_SETTINGS=";
  const std::string elsewhere = "cd / && TOKENSHIFT_NO_SETTINGS= ";
  press_in_all({
      {"tokenshift apps undo ", {"1"}, {}, there},
      {"tokenshift apps list --tenant carb", {"carbon.super"}, {}, there},
      {"tokenshift apps undo --home /nowhere ", {}, {"1"}, there},
      {"tokenshift apps undo ", {"1"}, {}, elsewhere + "TOKENSHIFT_DB=" + practice.url()},
      {"tokenshift apps undo ", {}, {"1"}, elsewhere},
  });
}

TEST_CASE("what the completions ask never fails, asks or writes") {
  const test::Practice practice(100);
  const std::string before = practice.contents();
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{"__complete"},
        {"__complete", "nonsense"},
        {"__complete", "runs"},
        {"__complete", "runs", "--home"},
        {"__complete", "runs", "--home", "/nowhere"},
        {"__complete", "runs", "--home=" + practice.home()},
        {"__complete", "tenants", "--db", "h2:/nowhere"},
        {"__complete", "tenants", "--db", "postgresql://nobody@127.0.0.1:1/none"}}) {
    const auto ran = test::run_cli(line);
    CHECK(ran.status == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err.empty());
  }
  CHECK(practice.contents() == before);
}

TEST_CASE("the manual has nothing for groff or mandoc to complain about") {
  const std::string page = (root() / "docs/tokenshift.1").string();
  if (installed("man")) {
    CHECK(lines_of("LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z " +
                   single_quoted(page) + " 2>&1 >/dev/null")
              .empty());
  } else {
    MESSAGE("skipped: man is not installed");
  }
  if (installed("mandoc")) {
    CHECK(lines_of("mandoc -T lint -W style " + single_quoted(page) + " 2>&1").empty());
  } else {
    MESSAGE("skipped: mandoc is not installed");
  }
}
