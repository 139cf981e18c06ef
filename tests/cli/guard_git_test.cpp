// SPDX-License-Identifier: Apache-2.0
// guard check in a repository of git.
#include "checks/cases.hpp"
#include "support/git.hpp"
#include "support/practice.hpp"
#include "support/says.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {
namespace {

namespace fs = std::filesystem;

const std::string off = with(enabled_46, "enable = false", "enable = true");

Ran check(std::vector<std::string> words) {
  words.insert(words.begin(), {"guard", "check", "--apim-version", "4.6.0"});
  return run_cli(words);
}

// A repository with one commit of a file with the optimization on.
struct Repository {
  TempDir folder;
  std::string file = folder.write("conf dir/deployment.toml", enabled_46).string();

  Repository() {
    REQUIRE(git(folder.path(), {"init", "-q"}) == 0);
    REQUIRE(commit_all(folder.path()));
  }
  std::string root() const { return folder.path().string(); }
};

}  // namespace

TEST_CASE("guard check compares with a revision of git, and looks at new files alone") {
  const Repository repository;
  CHECK(check({repository.root(), "--base", "git:HEAD"}).status == 0);
  repository.folder.write("conf dir/deployment.toml", off);
  repository.folder.write("other/deployment.toml", off);
  const Ran ran = check({repository.root(), "--base", "git:HEAD"});
  CHECK(ran.status == 1);
  CHECK(says(ran.out, repository.file + ":16:10: error: "));
  CHECK(says(ran.err, "2 files: 1 error, 2 warnings\n"));
}

TEST_CASE("guard check says what git says when there is no such revision or repository") {
  const Repository repository;
  const Ran unknown = check({repository.file, "--base", "git:no-such"});
  CHECK(unknown.status == 6);
  CHECK(says(unknown.err, "git knows no revision no-such here: fatal: "));
  CHECK(check({repository.root(), "--base", "git:no-such"}).status == 6);
  CHECK(check({repository.file, "--base", "git:--help"}).status == 2);
  CHECK(check({repository.file, "--base", "git:"}).status == 2);
  CHECK(check({"-", "--base", "git:HEAD"}).status == 2);
  const TempDir elsewhere;
  const Ran none = check({elsewhere.write("d.toml", off).string(), "--base", "git:HEAD"});
  CHECK(none.status == 6);
  CHECK(says(none.err, "not a git repository"));
}

TEST_CASE("a file with the optimization on that is removed or moved away is a revert") {
  const Repository repository;
  fs::rename(repository.folder / "conf dir", repository.folder / "moved");
  for (const std::string& word :
       {repository.root(), repository.root() + "/*/deployment.toml", repository.file}) {
    CAPTURE(word);
    const Ran ran = check({word, "--base", "git:HEAD"});
    CHECK(ran.status == 1);
    CHECK(says(ran.out, repository.file +
                            ": error: the optimization was on and would be off: the file is "
                            "gone [TS301]\n"));
    CHECK_FALSE(says(ran.out, "TS1"));
    CHECK(check({word, "--base", "git:HEAD", "--accept-irreversible", "CHG-1"}).status == 0);
  }
  CHECK(check({repository.root() + "/conf*/*.toml", "--base", "git:HEAD"}).status == 1);
  CHECK(check({repository.root() + "/none/*.toml", "--base", "git:HEAD"}).status == 6);
}

TEST_CASE("a file that was without the optimization may be removed") {
  const Repository repository;
  repository.folder.write("conf dir/deployment.toml", off);
  REQUIRE(commit_all(repository.folder.path()));
  fs::remove(repository.file);
  CHECK(check({repository.root(), "--base", "git:HEAD"}).status == 0);
}

TEST_CASE("guard check follows symbolic links of a revision to what they led to") {
  const Repository repository;
  fs::create_directory(repository.folder / "node");
  fs::create_symlink("../conf dir/deployment.toml", repository.folder / "node/deployment.toml");
  REQUIRE(commit_all(repository.folder.path()));
  const std::string link = (repository.folder / "node/deployment.toml").string();
  CHECK(check({link, "--base", "git:HEAD"}).status == 0);
  repository.folder.write("off.toml", off);
  fs::remove(link);
  fs::create_symlink("../off.toml", link);
  CHECK(says(check({link, "--base", "git:HEAD"}).out, "[TS301]"));
  fs::remove(link);
  fs::create_symlink("/etc/hostname", link);
  REQUIRE(commit_all(repository.folder.path()));
  const Ran outside = check({link, "--base", "git:HEAD"});
  CHECK(outside.status == 6);
  CHECK(says(outside.err, "has to lead to a file of the same repository"));
}

TEST_CASE("guard check --staged looks at what is about to be committed, not at the disk") {
  const Repository repository;
  const WorkingIn here(repository.folder.path());
  const Ran nothing = check({"--staged"});
  CHECK(nothing.status == 0);
  CHECK(nothing.err == "0 files: 0 errors, 0 warnings\n");
  repository.folder.write("conf dir/deployment.toml", off);
  CHECK(check({"--staged"}).status == 0);
  REQUIRE(git(repository.folder.path(), {"add", "-A"}) == 0);
  repository.folder.write("conf dir/deployment.toml", enabled_46);
  const Ran ran = check({"--staged"});
  CHECK(ran.status == 1);
  CHECK(says(ran.out, "conf dir/deployment.toml:16:10: error: "));
  CHECK(says(ran.err, "1 file: 1 error, 1 warning\n"));
  CHECK(check({"--staged", "conf dir"}).status == 1);
  CHECK(check({"--staged", "conf dir/*"}).status == 1);
  CHECK(check({"--staged", "--base", "conf dir/deployment.toml"}).status == 2);
}

TEST_CASE("guard check --staged sees a removed file, and other files when they are named") {
  const Repository repository;
  const WorkingIn here(repository.folder.path());
  repository.folder.write("node.toml", enabled_46);
  REQUIRE(commit_all(repository.folder.path()));
  repository.folder.write("node.toml", off);
  fs::remove(repository.file);
  REQUIRE(git(repository.folder.path(), {"add", "-A"}) == 0);
  const Ran ran = check({"--staged"});
  CHECK(ran.status == 1);
  CHECK(says(ran.out, "conf dir/deployment.toml: error: the optimization was on"));
  CHECK(says(ran.err, "1 file: 1 error"));
  const Ran both = check({"--staged", ".", "node.toml"});
  CHECK(says(both.err, "2 files: 2 errors"));
}

TEST_CASE("guard check --staged works before the first commit") {
  const TempDir folder;
  folder.write("deployment.toml", "a = off\n");
  REQUIRE(git(folder.path(), {"init", "-q"}) == 0);
  REQUIRE(git(folder.path(), {"add", "-A"}) == 0);
  const WorkingIn here(folder.path());
  const Ran ran = check({"--staged"});
  CHECK(ran.status == 3);
  CHECK(says(ran.err, "1 file: 1 error"));
}

}  // namespace tokenshift::test
