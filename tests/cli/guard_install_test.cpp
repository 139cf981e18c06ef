// SPDX-License-Identifier: Apache-2.0
// guard install and guard uninstall, with real commits and the lines that others run.
#include "checks/cases.hpp"
#include "support/git.hpp"
#include "support/practice.hpp"
#include "support/program.hpp"
#include "support/says.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace tokenshift::test {
namespace {

namespace fs = std::filesystem;

const std::string off = with(enabled_46, "enable = false", "enable = true");

Ran guard(std::vector<std::string> words) {
  words.insert(words.begin(), "guard");
  return run_cli(words);
}

// All names below a folder, with what is in the files.
std::string contents_of(const fs::path& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    lines.push_back(entry.path().string() +
                    (entry.is_regular_file() ? "\n" + slurp(entry.path()) : ""));
  }
  std::ranges::sort(lines);
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

// A repository with one commit, and the hook of the program under test.
struct Hooked {
  TempDir folder;
  fs::path root = folder.path() / "repo";
  fs::path hook = root / ".git/hooks/pre-commit";

  Hooked() {
    fs::create_directory(root);
    REQUIRE(git(root, {"init", "-q"}) == 0);
    folder.write("repo/conf dir/deployment.toml", enabled_46);
    REQUIRE(commit_all(root));
  }
  Ran install(std::vector<std::string> more = {"--yes"}) const {
    std::vector<std::string> words{"install",   "--git-hook", "--repository",   root.string(),
                                   "--program", PROGRAM,      "--apim-version", "4.6.0"};
    words.insert(words.end(), more.begin(), more.end());
    return guard(words);
  }
  Ran uninstall(std::vector<std::string> more = {"--yes"}) const {
    std::vector<std::string> words{"uninstall", "--git-hook", "--repository", root.string()};
    words.insert(words.end(), more.begin(), more.end());
    return guard(words);
  }
};

// A practice deployment with the optimization on, its seal, and the root of a file system.
struct Service {
  Practice practice{60};
  std::string seal = (practice.folder() / "seal 1.json").string();
  fs::path root = practice.folder() / "root";
  fs::path drop_in = root / "etc/systemd/system/wso2am.service.d/50-tokenshift-guard.conf";

  Service() {
    REQUIRE(run_cli({"apps", "apply", "--home", practice.home()}).status == 0);
    REQUIRE(run_cli({"config", "enable", "--home", practice.home()}).status == 0);
    REQUIRE(guard({"seal", "--home", practice.home(), "--out", seal}).status == 0);
    fs::create_directories(root / "etc/systemd/system");
  }
  Ran install(std::vector<std::string> more = {"--yes"}) const {
    std::vector<std::string> words{"install",     "--systemd", "wso2am",        "--root",
                                   root.string(), "--home",    practice.home(), "--seal",
                                   seal,          "--program", PROGRAM};
    words.insert(words.end(), more.begin(), more.end());
    return guard(words);
  }
  Ran uninstall(std::vector<std::string> more = {"--yes"}) const {
    std::vector<std::string> words{"uninstall", "--systemd", "wso2am", "--root", root.string()};
    words.insert(words.end(), more.begin(), more.end());
    return guard(words);
  }
};

// The rest of the line that begins so.
std::string line_after(const std::string& text, const std::string& start) {
  const std::size_t at = text.find(start);
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + start.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

TEST_CASE("the hook of guard install lets no commit pass that turns the optimization back") {
  const Hooked repo;
  const Ran ran = repo.install();
  CHECK(ran.status == 0);
  CHECK(says(ran.out, "+exec "));
  CHECK(says(ran.out, "wrote " + repo.hook.string() + "\n"));
  CHECK(says(ran.err, "next: tokenshift guard check --staged\n"));
  repo.folder.write("repo/conf dir/deployment.toml", enabled_46 + "# harmless\n");
  CHECK(commit_all(repo.root));
  repo.folder.write("repo/conf dir/deployment.toml", off);
  CHECK_FALSE(commit_all(repo.root));
  CHECK(git(repo.root / "conf dir", {"commit", "-q", "-a", "-m", "a"}) != 0);
  CHECK(git(repo.root, {"commit", "-q", "-m", "a", "conf dir/deployment.toml"}) != 0);
  REQUIRE(git(repo.root, {"rm", "-q", "-f", "conf dir/deployment.toml"}) == 0);
  CHECK(git(repo.root, {"commit", "-q", "-m", "a"}) != 0);
  REQUIRE(git(repo.root, {"reset", "-q", "--hard"}) == 0);
  repo.folder.write("repo/other.txt", "x");
  CHECK(commit_all(repo.root));
}

TEST_CASE(
    "a hook with a seal holds against that, too: what was committed last may be off already") {
  const Hooked repo;
  const fs::path seal = repo.folder / "seal.json";
  REQUIRE(guard({"seal", "--deployment-toml", (repo.root / "conf dir/deployment.toml").string(),
                 "--apim-version", "4.6.0", "--out", seal.string()})
              .status == 0);
  repo.folder.write("repo/conf dir/deployment.toml", off);
  REQUIRE(commit_all(repo.root));

  REQUIRE(repo.install().status == 0);
  repo.folder.write("repo/conf dir/deployment.toml", off + "# touched\n");
  CHECK(commit_all(repo.root));
  REQUIRE(repo.install({"--yes", "--seal", seal.string()}).status == 0);
  repo.folder.write("repo/conf dir/deployment.toml", off + "# touched again\n");
  CHECK_FALSE(commit_all(repo.root));
  repo.folder.write("repo/conf dir/deployment.toml", enabled_46 + "# back\n");
  CHECK(commit_all(repo.root));
}

TEST_CASE("the hook works in a second working tree") {
  const Hooked repo;
  REQUIRE(repo.install().status == 0);
  const fs::path second = repo.folder / "second tree";
  REQUIRE(git(repo.root, {"worktree", "add", "-q", "--detach", second.string()}) == 0);
  repo.folder.write("second tree/conf dir/deployment.toml", off);
  CHECK_FALSE(commit_all(second));
  CHECK(git(second / "conf dir", {"commit", "-q", "-a", "-m", "a"}) != 0);
  repo.folder.write("second tree/conf dir/deployment.toml", enabled_46 + "# harmless\n");
  CHECK(commit_all(second));
}

TEST_CASE("guard install writes once, shows before, and guard uninstall takes out exactly that") {
  const Hooked repo;
  const std::string before = contents_of(repo.root);
  const Ran dry = repo.install({"--dry-run"});
  CHECK(dry.status == 0);
  CHECK(says(dry.out, "+#!/bin/sh\n"));
  CHECK(contents_of(repo.root) == before);
  CHECK(repo.install({}).status == 8);
  CHECK(contents_of(repo.root) == before);
  REQUIRE(repo.install().status == 0);
  struct stat status {};
  REQUIRE(::stat(repo.hook.c_str(), &status) == 0);
  CHECK((status.st_mode & S_IXUSR) != 0);
  const std::string installed = contents_of(repo.root);
  const Ran again = repo.install();
  CHECK(again.status == 0);
  CHECK(again.out.empty());
  CHECK(says(again.err, "is in place already; nothing was written\n"));
  CHECK(contents_of(repo.root) == installed);
  CHECK(repo.uninstall({"--dry-run"}).status == 0);
  CHECK(repo.uninstall({}).status == 8);
  CHECK(contents_of(repo.root) == installed);
  CHECK(repo.uninstall().status == 0);
  CHECK(contents_of(repo.root) == before);
  CHECK(repo.uninstall().status == 0);
}

TEST_CASE("guard install replaces its own hook when it is asked for another") {
  const Hooked repo;
  const std::string before = contents_of(repo.root);
  REQUIRE(repo.install().status == 0);
  const Ran ran = repo.install({"conf dir", "--yes"});
  CHECK(ran.status == 0);
  CHECK(says(ran.out, "-exec "));
  CHECK(says(slurp(repo.hook), " 'conf dir'\n"));
  CHECK(repo.uninstall().status == 0);
  CHECK(contents_of(repo.root) == before);
}

TEST_CASE("a hook of somebody else, or one that was changed, is neither replaced nor removed") {
  const Hooked repo;
  repo.folder.write("repo/.git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
  const Ran foreign = repo.install();
  CHECK(foreign.status == 4);
  CHECK(says(foreign.err, "hint: add this line to it: " + std::string(PROGRAM) +
                              " guard check --staged --apim-version 4.6.0 || exit 1\n"));
  CHECK(repo.uninstall().status == 4);
  CHECK(slurp(repo.hook) == "#!/bin/sh\nexit 0\n");
  fs::remove(repo.hook);
  REQUIRE(repo.install().status == 0);
  const std::string edited = with(slurp(repo.hook), "exec ", "set -x; exec ");
  repo.folder.write("repo/.git/hooks/pre-commit", edited);
  CHECK(repo.install().status == 4);
  CHECK(repo.uninstall().status == 4);
  CHECK(slurp(repo.hook) == edited);
}

TEST_CASE("guard install follows core.hooksPath and makes its directory") {
  const Hooked repo;
  REQUIRE(git(repo.root, {"config", "core.hooksPath", "our hooks"}) == 0);
  const std::string before = contents_of(repo.root);
  REQUIRE(repo.install().status == 0);
  CHECK(fs::exists(repo.root / "our hooks/pre-commit"));
  CHECK(repo.uninstall().status == 0);
  CHECK(contents_of(repo.root) == before);
  const TempDir elsewhere;
  CHECK(guard({"install", "--git-hook", "--repository", elsewhere.path().string()}).status == 6);
}

TEST_CASE("the drop-in of guard install keeps a reverted configuration from starting") {
  const Service service;
  const Ran ran = service.install();
  CHECK(ran.status == 0);
  CHECK(says(ran.err, "warning: systemd has no unit wso2am.service here"));
  const std::string line = line_after(slurp(service.drop_in), "\nExecStartPre=");
  CHECK(says(line, "guard check --quiet --home "));
  CHECK(says(line, "\"" + service.seal + "\""));
  CHECK(std::system((line + " >/dev/null 2>&1").c_str()) == 0);
  const std::string text = slurp(service.practice.toml());
  service.practice.folder().write("home/repository/conf/deployment.toml",
                                  with_after(text, "token_persistence", "false", "\"TRUE\""));
  CHECK(std::system((line + " >/dev/null 2>&1").c_str()) != 0);
}

TEST_CASE("guard install tries the check out before it makes a drop-in") {
  const Service service;
  const std::string text = slurp(service.practice.toml());
  service.practice.folder().write("home/repository/conf/deployment.toml",
                                  with_after(text, "token_persistence", "false", "true"));
  const Ran ran = service.install();
  CHECK(ran.status == 4);
  CHECK(says(ran.out, "[TS304]"));
  CHECK(says(ran.err, "the server would not start"));
  CHECK_FALSE(fs::exists(service.drop_in));
}

TEST_CASE("guard uninstall takes out the drop-in, and its directory unless others use it") {
  const Service service;
  service.practice.folder().write("root/etc/systemd/system/wso2am.service", "[Service]\n");
  const std::string before = contents_of(service.root);
  const Ran ran = service.install();
  CHECK(ran.status == 0);
  CHECK_FALSE(says(ran.err, "warning"));
  CHECK(says(service.install().err, "nothing was written"));
  CHECK(service.uninstall().status == 0);
  CHECK(contents_of(service.root) == before);
  REQUIRE(service.install().status == 0);
  const fs::path other = service.drop_in.parent_path() / "other.conf";
  service.practice.folder().write("root/etc/systemd/system/wso2am.service.d/other.conf", "#\n");
  CHECK(service.uninstall().status == 0);
  CHECK_FALSE(fs::exists(service.drop_in));
  CHECK(fs::exists(other));
  REQUIRE(service.install().status == 0);
  fs::remove(other);
  CHECK(service.uninstall().status == 0);
  CHECK(fs::exists(service.drop_in.parent_path()));
}

TEST_CASE("a drop-in says what systemd would replace in a form that it does not") {
  const Practice practice(60);
  REQUIRE(run_cli({"apps", "apply", "--home", practice.home()}).status == 0);
  REQUIRE(run_cli({"config", "enable", "--home", practice.home()}).status == 0);
  const std::string seal = (practice.folder() / "100% $HOME \"x\".json").string();
  REQUIRE(guard({"seal", "--home", practice.home(), "--out", seal}).status == 0);
  fs::create_directories(practice.folder() / "root/etc/systemd/system");
  const Ran ran = guard({"install", "--systemd", "wso2am", "--home", practice.home(), "--seal",
                         seal, "--root", (practice.folder() / "root").string(), "--dry-run"});
  CHECK(ran.status == 0);
  CHECK(says(ran.out, "/100%% $$HOME \\\"x\\\".json\"\n"));
}

TEST_CASE("guard install and uninstall refuse what they cannot do") {
  CHECK(guard({"install"}).status == 2);
  CHECK(guard({"install", "--git-hook", "--systemd", "a"}).status == 2);
  CHECK(guard({"install", "--systemd", "wso2am"}).status == 2);
  CHECK(guard({"install", "--print", "helm"}).status == 2);
  CHECK(guard({"uninstall"}).status == 2);
  CHECK(guard({"uninstall", "--git-hook", "--systemd", "a"}).status == 2);
  CHECK(guard({"uninstall", "--systemd", "../x"}).status == 2);
  CHECK(guard({"uninstall", "--systemd", "-x"}).status == 2);
  const TempDir folder;
  CHECK(guard({"uninstall", "--systemd", "a", "--root", folder.path().string()}).status == 0);
}

TEST_CASE("the command lines that guard install prints for containers do what they are for") {
  const TempDir folder;
  folder.write("conf/deployment.toml", enabled_46);
  folder.write("seal/x", "");
  const std::string seal = (folder / "seal/seal.json").string();
  REQUIRE(guard({"seal", "--deployment-toml", (folder / "conf/deployment.toml").string(),
                 "--apim-version", "4.6.0", "--out", seal})
              .status == 0);
  for (const char* what : {"kubernetes", "compose"}) {
    CAPTURE(what);
    const Ran ran = guard({"install", "--print", what, "--image", "registry.example/a:1"});
    CHECK(ran.status == 0);
    CHECK(says(ran.out, "image: \"registry.example/a:1\"\n"));
    std::vector<std::string> words =
        nlohmann::json::parse(line_after(ran.out, " command: ")).get<std::vector<std::string>>();
    std::erase(words, "tokenshift");
    for (std::string& word : words) {
      if (word.starts_with("/tokenshift")) word = folder.path().string() + word.substr(11);
    }
    folder.write("conf/deployment.toml", enabled_46);
    CHECK(run_cli(words).status == 0);
    folder.write("conf/deployment.toml", off);
    CHECK(run_cli(words).status == 1);
  }
}

}  // namespace tokenshift::test
