// SPDX-License-Identifier: Apache-2.0
// Bad input: one line that names the thing, a next step, the exit code of the table, nothing
// half-written.
#include "support/practice.hpp"
#include "support/says.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace tokenshift;
using test::Practice;
using test::Ran;
using test::run_cli;
using test::says;

namespace fs = std::filesystem;

namespace {

// "tokenshift: …" on one line and "hint: …" on the next, and nothing on stdout.
void check_error(const Ran& ran, int status, const std::string& part) {
  CAPTURE(ran.err);
  CHECK(ran.status == status);
  CHECK(says(ran.err, part));
  CHECK(says(ran.err, "tokenshift: "));
  CHECK(says(ran.err, "\nhint: "));
  CHECK(std::ranges::count(ran.err, '\n') == 2);
  CHECK(ran.out.empty());
}

Ran show(const std::string& file) {
  return run_cli({"config", "show", "--deployment-toml", file, "--apim-version", "4.6.0"});
}

Ran status(const std::string& url) { return run_cli({"status", "--db", url}); }

}  // namespace

TEST_CASE("the command line: unknown commands, verbs, options and values get a suggestion") {
  check_error(run_cli({"migrat"}), 2, "did you mean tokenshift migrate?");
  check_error(run_cli({"aps", "list"}), 2, "did you mean tokenshift apps list?");
  check_error(run_cli({"apps"}), 2, "list | plan | apply");
  check_error(run_cli({"apps", "aply"}), 2, "no verb \"aply\"");
  check_error(run_cli({"apps", "list", "--hme", "x"}), 2, "did you mean --home?");
  check_error(run_cli({"migrate", "--dryrun", "--home", "x"}), 2, "did you mean --dry-run?");
  check_error(run_cli({"apps", "list", "--home", "x", "--type", "jwx"}), 2,
              "JWT, opaque, custom, oauth1");
  check_error(run_cli({"apps", "undo", "--home", "x"}), 2, "RUN");
  check_error(run_cli({"apps", "undo", "one", "--home", "x"}), 2,
              "apps undo: RUN: \"one\" is no whole number");
  check_error(run_cli({"apps", "undo", "99999999999999999999", "--home", "x"}), 2,
              "RUN: 99999999999999999999 is too large a number");
  check_error(run_cli({"migrate", "x", "--home", "y"}), 2, "unexpected argument \"x\"");
  check_error(run_cli({"status"}), 2, "no deployment is named");
  check_error(run_cli({"status", "--home"}), 2, "--home");
  check_error(run_cli({"status", "--db", "oracle:x"}), 2, "oracle");
  check_error(run_cli({"config", "diff", "--db", "sqlite:x"}), 2, "no deployment.toml is named");
  CHECK(run_cli({}).status == 2);
  CHECK(run_cli({"--version"}).out.starts_with("tokenshift "));
}

TEST_CASE("a missing home, file, version or database is named") {
  const test::TempDir folder;
  check_error(run_cli({"status", "--home", "/no/such/home"}), 6, "/no/such/home");
  check_error(show("/no/such/file.toml"), 6, "/no/such/file.toml");
  check_error(show(folder.path().string()), 6, folder.path().string());
  check_error(status("sqlite:/no/such.db"), 6, "/no/such.db");
  check_error(status("sqlite:" + folder.path().string()), 6, "not a database file");
  check_error(status("sqlite:"), 6, "not a database file");
  check_error(run_cli({"config", "show", "--deployment-toml", "x", "--apim-version", "four"}), 2,
              "four");
}

TEST_CASE("files that the server cannot read are refused with line and column") {
  const test::TempDir folder;
  struct Case {
    const char* name;
    std::string text;
    const char* part;
    int status = 3;
  };
  for (const Case& c : {
           Case{"nul", std::string("[a]\nb = \"x\0y\"\n", 14), ":2:7"},
           Case{"helm", "[a]\nb = {{ .Values.x }}\n", ":2:", 4},
           Case{"erb", "[a]\n<% if x %>\nb = 1\n", ":2:1", 4},
           Case{"bom", "\xef\xbb\xbf[a]\nb = 1\n", ":1:1"},
           Case{"cr", "[a]\rb = 1\r", ":1:4"},
           Case{"order", "[a.b]\nc = 1\n[a]\nd = 2\n", ":3:1"},
           Case{"twice", "[a]\nb = 1\nb = 2\n", ":3:1"},
       }) {
    CAPTURE(c.name);
    const auto file = folder.write(std::string(c.name) + ".toml", c.text);
    const Ran ran = show(file.string());
    check_error(ran, c.status, file.string() + c.part);
    CHECK(run_cli({"config", "enable", "--deployment-toml", file.string(), "--apim-version",
                   "4.6.0", "--fresh", "--confirm", "fresh"})
              .status == c.status);
    CHECK(test::slurp(file) == c.text);
  }
}

TEST_CASE("a file over 64 MiB is refused before it is parsed") {
  const test::TempDir folder;
  const auto file = folder.write("large.toml", "");
  fs::resize_file(file, (std::uintmax_t{64} << 20U) + 1);
  check_error(show(file.string()), 3, "large.toml");
}

TEST_CASE("databases that are none, damaged, empty or in use") {
  const Practice practice(60);
  const auto text =
      practice.folder().write("text.db", "this is no database, but long enough to be looked at\n");
  check_error(status("sqlite:" + text.string()), 3, "not a SQLite database");
  const auto empty = practice.folder().write("empty.db", "");
  check_error(status("sqlite:" + empty.string()), 3, "no table IDN_OAUTH_CONSUMER_APPS");

  std::string bytes = test::slurp(practice.database());
  bytes.resize(bytes.size() / 3);
  const auto damaged = practice.folder().write("damaged.db", bytes);
  const Ran ran = status("sqlite:" + damaged.string());
  CHECK((ran.status == 3 || ran.status == 6));
  CHECK(says(ran.err, "damaged.db"));

  const auto other = practice.open();
  other->execute("BEGIN EXCLUSIVE");
  check_error(run_cli({"apps", "apply", "--home", practice.home(), "-q"}), 6,
              "locked by another process");
  other->execute("ROLLBACK");
  practice.sql("ALTER TABLE AM_APPLICATION RENAME COLUMN TOKEN_TYPE TO KIND");
  check_error(status(practice.url()), 3, "table AM_APPLICATION has no column TOKEN_TYPE");
}

TEST_CASE("a database from before the feature is refused, and nothing is written to it") {
  const Practice old(60, "4.2.0");
  const Practice practice(60);
  const std::string before = old.contents();
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"apps", "plan", "--db", old.url()},
           {"apps", "apply", "--db", old.url()},
           {"migrate", "--home", practice.home(), "--db", old.url()},
           {"config", "enable", "--home", practice.home(), "--db", old.url()}}) {
    check_error(run_cli(words), 4,
                "no table IDN_INVALID_TOKENS: this database is older than API-M 4.3");
  }
  CHECK(old.contents() == before);
}

TEST_CASE("a transaction that was cut off is named, and the next writer rolls it back") {
  const Practice practice(400);
  const std::string before = practice.contents();
  const auto cut_off = practice.folder() / "cut-off.db";
  {
    const auto writer = practice.open();
    writer->execute("PRAGMA cache_size = 5");  // pages: the rest goes to the file at once
    writer->execute("BEGIN IMMEDIATE");
    writer->execute("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'half' || ID");
    fs::copy_file(practice.database(), cut_off);
    fs::copy_file(practice.database() + "-journal", cut_off.string() + "-journal");
    writer->execute("ROLLBACK");
  }
  const std::string url = "sqlite:" + cut_off.string();
  const Ran read = run_cli({"apps", "verify", "--db", url});
  check_error(read, 6, "a program was cut off while it wrote to the database");
  CHECK(run_cli({"apps", "apply", "--home", practice.home(), "--db", url}).status == 0);
  CHECK(run_cli({"apps", "undo", "1", "--home", practice.home(), "--db", url}).status == 0);
  fs::copy_file(cut_off, practice.database(), fs::copy_options::overwrite_existing);
  CHECK(practice.contents() == before);
}

TEST_CASE("a full disk leaves the database readable, and the same command continues") {
  const Practice practice(400);
  const std::string before = practice.contents();
  const auto size = fs::file_size(practice.database());
  const int pid = ::fork();
  if (pid == 0) {
    // No file of this process may become larger than that; the program itself ignores the signal.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{size + 4096, size + 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const Ran ran = run_cli({"apps", "apply", "--home", practice.home(), "-q"});
    std::ofstream(practice.folder() / "said") << ran.err;
    ::_exit(ran.status);
  }
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 6);
  const std::string said = test::slurp(practice.folder() / "said");
  CAPTURE(said);
  CHECK(says(said, practice.database()));
  CHECK(says(said, "hint: "));
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY") > 0);
  CHECK(run_cli({"apps", "apply", "--home", practice.home()}).status == 0);
  CHECK(run_cli({"apps", "verify", "--home", practice.home()}).status == 0);
  CHECK(run_cli({"apps", "undo", "1", "--home", practice.home()}).status == 0);
  CHECK(practice.contents() == before);
}

TEST_CASE("a read-only deployment.toml is found out before the database is written") {
  const Practice practice(60);
  const std::string before = practice.contents();
  fs::permissions(practice.toml(), fs::perms::owner_read);
  const Ran ran = run_cli({"migrate", "--home", practice.home()});
  CHECK(ran.status == 6);
  CHECK(says(ran.err, "read-only"));
  CHECK(practice.contents() == before);
}

TEST_CASE("a deployment.toml of a ConfigMap mount is refused, another link is written through") {
  const Practice practice(60);
  const auto& folder = practice.folder();
  const std::string text = test::slurp(practice.toml());
  fs::remove(practice.toml());
  folder.write("mount/..2026/deployment.toml", text);
  fs::create_directory_symlink("..2026", folder / "mount/..data");
  fs::create_symlink("..data/deployment.toml", folder / "mount/deployment.toml");
  fs::create_symlink(folder / "mount/deployment.toml", practice.toml());
  const std::string before = practice.contents();
  const Ran managed = run_cli({"migrate", "--home", practice.home()});
  CHECK(managed.status == 4);
  CHECK(says(managed.err, "ConfigMap"));
  CHECK(practice.contents() == before);

  fs::remove(practice.toml());
  const auto target = folder.write("shared/deployment.toml", text);
  fs::create_symlink(target, practice.toml());
  CHECK(run_cli({"migrate", "--home", practice.home()}).status == 0);
  CHECK(fs::is_symlink(practice.toml()));
  CHECK(says(test::slurp(target), "[oauth.token_persistence]"));
}

TEST_CASE("a damaged default.json or product.txt is named") {
  const Practice practice(60);
  practice.folder().write("home/repository/resources/conf/default.json", "{");
  check_error(run_cli({"status", "--home", practice.home()}), 3, "default.json");
  practice.folder().write("home/repository/resources/conf/default.json", "{}");
  practice.folder().write("home/updates/product.txt", "\x1b[31mevil");
  const Ran ran = run_cli({"status", "--home", practice.home()});
  check_error(ran, 3, "product.txt");
  CHECK(says(ran.err, "\\x1b[31mevil"));
}
