// SPDX-License-Identifier: Apache-2.0
// A client library of a database takes longer to load than the program to run: only a command that
// opens such a database has it, and OpenSSL only one that needs more of it than SHA-256. Told by
// the dynamic linker itself (LD_DEBUG).
#include "support/practice.hpp"
#include "support/program.hpp"

#include <doctest/doctest.h>

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

// Those of the four that were loaded.
Words libraries_loaded_by(const Words& words) {
  const std::string text = loaded_by(words);
  Words found;
  for (const char* const library : {of_postgresql, of_mysql, of_requests, of_keys}) {
    if (text.find(library) != std::string::npos) found.emplace_back(library);
  }
  return found;
}

}  // namespace

TEST_CASE("a command loads no library that it does not need") {
  const test::Practice practice(40);
  const std::string seal = practice.home() + "/seal.json";
  REQUIRE(test::run_program({"migrate", "--home", practice.home(), "--seal", seal}) == 0);
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
                             {"guard", "check", "--seal", seal, practice.toml()},
                             {"config", "lint", practice.toml()},
                             {"config", "show", "--home", practice.home()},
                             {"token", "decode", "a.b.c"},
                             {"apps", "plan", "-o", "sql", "--dialect", "postgresql"},
                             {"status", "--home", practice.home()},
                             {"migrate", "--home", practice.home()}}) {
    CAPTURE(words);
    CHECK(libraries_loaded_by(words).empty());
  }
}

TEST_CASE("a command that opens a database of a server loads the library of that one alone") {
  CHECK(libraries_loaded_by({"status", "--db", "postgresql://nobody@127.0.0.1:1/apim"}) ==
        Words{of_postgresql});
  CHECK(libraries_loaded_by({"status", "--db", "mysql://nobody@127.0.0.1:1/apim"}) ==
        Words{of_mysql});
}

#ifdef __x86_64__
TEST_CASE("OpenSSL is loaded from beside the program, and missed by its name") {
  const test::TempDir folder;
  const Words jwks{"token", "jwks", "--key", FIXTURES "/keystore/fixtures/store.pem"};
  CHECK(libraries_loaded_by(jwks) == Words{of_keys});

  fs::copy_file(PROGRAM, folder / "tokenshift");
  CHECK(test::Program(jwks, folder / "said", folder / "tokenshift").wait() == 6);
  const std::string said = test::slurp(folder / "said");
  CHECK(said.find(of_keys) != std::string::npos);
  CHECK(said.find("install it again") != std::string::npos);
}
#endif
