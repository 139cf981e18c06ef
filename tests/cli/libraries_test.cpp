// SPDX-License-Identifier: Apache-2.0
// A client library of a database takes longer to load than the program to run: only a command that
// opens such a database has it; the same of OpenSSL, for commands that hash or sign. Told by the
// dynamic linker itself (LD_DEBUG).
#include "support/child.hpp"
#include "support/practice.hpp"
#include "support/program.hpp"

#include <doctest/doctest.h>
#include <sys/mount.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

using namespace tokenshift;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;

namespace {

constexpr const char* of_postgresql = "libpq.so";
constexpr const char* of_mysql = "libmariadb.so";
constexpr const char* of_requests = "libcurl";
constexpr const char* of_keys = "tokenshift-openssl.so";

// Where OpenSSL is inside the program (a build with sanitizers, say) there is nothing to load.
fs::path openssl_module() { return fs::path(PROGRAM).parent_path() / of_keys; }

// Everything that was said about files that a run of the program loads.
std::string loaded_by(const Words& words) {
  const test::TempDir folder;
  ::setenv("LD_DEBUG", "files", 1);
  ::setenv("LD_DEBUG_OUTPUT", (folder / "log").string().c_str(), 1);
  test::run_program(words);
  ::unsetenv("LD_DEBUG");
  ::unsetenv("LD_DEBUG_OUTPUT");
  std::string text;
  for (const auto& entry : fs::directory_iterator(folder.path())) text += test::slurp(entry.path());
  REQUIRE(text.find("libc.so") != std::string::npos);
  return text;
}

// Those of the three that were loaded.
Words clients_loaded_by(const Words& words) {
  const std::string text = loaded_by(words);
  Words found;
  for (const char* const library : {of_postgresql, of_mysql, of_requests}) {
    if (text.find(library) != std::string::npos) found.emplace_back(library);
  }
  return found;
}

// A token for some client.
Words issue_at(const test::Practice& practice) {
  const auto database = practice.open();
  const auto row = database->prepare("SELECT MIN(CONSUMER_KEY) FROM IDN_OAUTH_CONSUMER_APPS");
  REQUIRE(row->next());
  return {"token", "issue", "--home", practice.home(), "--client", std::string(row->text(0))};
}

}  // namespace

TEST_CASE("a command that opens no database of a server loads no client library") {
  const test::Practice practice(40);
  for (const Words& words : {Words{"--version"},
                             {"--version", "-o", "json"},
                             {"--help"},
                             {"help", "migrate"},
                             {"help", "refused"},
                             {"__complete", "rules"},
                             {"__complete", "runs", "--home", practice.home()},
                             {"completion", "bash"},
                             {"guard", "rules"},
                             {"guard", "check", "--apim-version", "4.6.0", practice.toml()},
                             {"config", "lint", practice.toml()},
                             {"config", "show", "--home", practice.home()},
                             {"token", "decode", "a.b.c"},
                             {"apps", "plan", "-o", "sql", "--dialect", "postgresql"},
                             {"status", "--home", practice.home()},
                             {"migrate", "--home", practice.home()}}) {
    CAPTURE(words);
    CHECK(clients_loaded_by(words).empty());
  }
}

TEST_CASE("a command that opens a database of a server loads the library of that one alone") {
  CHECK(clients_loaded_by({"status", "--db", "postgresql://nobody@127.0.0.1:1/apim"}) ==
        Words{of_postgresql});
  CHECK(clients_loaded_by({"status", "--db", "mysql://nobody@127.0.0.1:1/apim"}) ==
        Words{of_mysql});
}

TEST_CASE("a command that neither hashes nor signs does not load OpenSSL") {
  if (!fs::exists(openssl_module())) {
    MESSAGE("skipped: OpenSSL is inside this build");
    return;
  }
  const test::Practice practice(40);
  for (const Words& words : {Words{"--version"},
                             {"--help"},
                             {"help", "migrate"},
                             {"__complete", "rules"},
                             {"completion", "bash"},
                             {"token", "decode", "a.b.c"},
                             {"config", "lint", practice.toml()},
                             {"guard", "check", "--apim-version", "4.6.0", practice.toml()}}) {
    CAPTURE(words);
    CHECK(loaded_by(words).find(of_keys) == std::string::npos);
  }
  CHECK(loaded_by(issue_at(practice)).find(of_keys) != std::string::npos);
}

TEST_CASE("an OpenSSL that is not there is an error of those commands alone") {
  const fs::path library = openssl_module();
  if (!fs::exists(library)) {
    MESSAGE("skipped: OpenSSL is inside this build");
    return;
  }
  const test::Practice practice(40);
  const fs::path log = practice.folder() / "log";
  const Words issue = issue_at(practice);
  const int status = test::status_with_mounts([&] {
    if (::mount("/dev/null", library.c_str(), nullptr, MS_BIND, nullptr) != 0) return 77;
    if (test::run_program({"--version"}) != 0) return 78;
    return test::run_program(issue, log);
  });
  if (status == -1 || test::ended_with(status, 77)) {
    MESSAGE("skipped: mounting is forbidden here");
    return;
  }
  CHECK(test::ended_with(status, 6));
  CHECK(test::slurp(log).find("tokenshift: cannot load ") != std::string::npos);
  CHECK(test::slurp(log).find("\nhint: ") != std::string::npos);
}
