// SPDX-License-Identifier: Apache-2.0
// Runs the lines of docs/ci that call tokenshift or git, as they stand there, in a clone of a
// repository: once as it was cloned, once with the optimization switched off.
#include "checks/cases.hpp"
#include "support/git.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <array>
#include <sstream>

namespace tokenshift::test {
namespace {

namespace fs = std::filesystem;

const fs::path pages = fs::path(GUIDE) / ".." / "ci";
const std::string off = with(enabled_46, "enable = false", "enable = true");

// What a CI file writes around a command line.
struct Frame {
  std::string_view before;
  std::string_view after;
};
constexpr std::array frames{Frame{"sh '", "'"},   Frame{"run: ", ""},      Frame{"- ", ""},
                            Frame{"entry: ", ""}, Frame{"validate: ", ""}, Frame{"", ""}};

std::string command_in(std::string line) {
  line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
  for (const Frame& frame : frames) {
    if (!line.starts_with(frame.before) || !line.ends_with(frame.after)) continue;
    const std::string inner =
        line.substr(frame.before.size(), line.size() - frame.before.size() - frame.after.size());
    if (inner.starts_with("tokenshift ") || inner.starts_with("git ")) return inner;
  }
  return {};
}

// The command lines in the blocks of a page.
std::vector<std::string> commands_of(const std::string& page) {
  std::vector<std::string> commands;
  std::istringstream lines(page);
  bool block = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) block = !block;
    const std::string command = block ? command_in(line) : std::string();
    if (!command.empty()) commands.push_back(command);
  }
  return commands;
}

std::string replaced(std::string text, std::string_view old, const std::string& now) {
  for (std::size_t at; (at = text.find(old)) != std::string::npos;) {
    text.replace(at, old.size(), now);
  }
  return text;
}

// A clone of a repository that holds a file with the optimization on and its seal.
class Clone {
 public:
  Clone() {
    const fs::path origin = folder_.path() / "origin";
    fs::create_directory(origin);
    REQUIRE(git(origin, {"init", "-q"}) == 0);
    folder_.write("origin/conf/deployment.toml", enabled_46);
    REQUIRE(
        run_cli({"guard", "seal", "--deployment-toml", (origin / "conf/deployment.toml").string(),
                 "--apim-version", "4.6.0", "--out", (origin / "conf/seal.json").string()})
            .status == 0);
    REQUIRE(commit_all(origin));
    REQUIRE(git(folder_.path(), {"clone", "-q", "origin", "clone"}) == 0);
    REQUIRE(git(path(), {"checkout", "-q", "-b", "change"}) == 0);
    folder_.write("clone/rendered/before.toml", enabled_46);
    folder_.write("clone/rendered/deployment.toml", enabled_46);
  }

  fs::path path() const { return folder_.path() / "clone"; }

  void switch_off() const {
    folder_.write("clone/conf/deployment.toml", off);
    folder_.write("clone/rendered/deployment.toml", off);
    REQUIRE(git(path(), {"add", "-A"}) == 0);
  }

  // Runs a line as a CI server does, and gives the exit status.
  int run(const std::string& line) const {
    std::string here = replaced(line, "/etc/tokenshift/wso2am.json", "conf/seal.json");
    here = replaced(here, "%s", "conf/deployment.toml");
    const std::string program = fs::path(PROGRAM).parent_path().string();
    const std::string script =
        "cd '" + path().string() + "' && PATH='" + program +
        "':\"$PATH\" GITHUB_BASE_REF=main CHANGE_TARGET=main CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git "
        "rev-parse origin/main) && export PATH GITHUB_BASE_REF CHANGE_TARGET "
        "CI_MERGE_REQUEST_DIFF_BASE_SHA && { " +
        here + "\n} >'" + (folder_.path() / "output").string() + "' 2>&1";
    const int status = std::system(("exec 2>/dev/null; " + script).c_str());
    return status >= 256 ? status / 256 : status;
  }

  std::string output() const { return slurp(folder_.path() / "output"); }

 private:
  TempDir folder_;
};

bool compares(const std::string& command) {
  for (const char* option : {" --base ", " --seal ", " --staged"}) {
    if (command.starts_with("tokenshift guard check") &&
        command.find(option) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("the command lines of docs/ci pass a sound change and stop a revert") {
  for (const auto& entry : fs::directory_iterator(pages)) {
    CAPTURE(entry.path().filename().string());
    const std::vector<std::string> commands = commands_of(slurp(entry.path()));
    CHECK_FALSE(commands.empty());
    const Clone sound;
    const Clone reverted;
    reverted.switch_off();
    for (const std::string& command : commands) {
      CAPTURE(command);
      const int good = sound.run(command);
      const std::string said = sound.output();
      CAPTURE(said);
      CHECK(good == 0);
      const int bad = reverted.run(command);
      if (!compares(command)) continue;
      const std::string complained = reverted.output();
      CAPTURE(complained);
      CHECK(bad == 1);
    }
  }
}

TEST_CASE("every page of docs/ci is named by their table, and every report that it names is made") {
  const std::string table = slurp(pages / "README.md");
  for (const auto& entry : fs::directory_iterator(pages)) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    CHECK((name == "README.md" || table.find("](" + name + ")") != std::string::npos));
    const Clone clone;
    for (const std::string& command : commands_of(slurp(entry.path()))) {
      static_cast<void>(clone.run(command));
      for (const char* report : {"sarif=guard.sarif", "junit=guard.xml", "gitlab=guard.json"}) {
        if (command.find(report) == std::string::npos) continue;
        CHECK(fs::exists(clone.path() /
                         std::string(report).substr(std::string(report).find('=') + 1)));
      }
    }
  }
}

}  // namespace tokenshift::test
