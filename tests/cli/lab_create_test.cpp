// SPDX-License-Identifier: Apache-2.0
#include "support/practice.hpp"
#include "support/program.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <thread>

using namespace tokenshift;
using test::run_cli;

TEST_CASE("lab create wants a home or a database") {
  CHECK(run_cli({"lab", "create"}).status == 2);
  const test::TempDir folder;
  const std::string home = folder / "home";
  CHECK(run_cli({"lab", "create", home, "--replace"}).status == 2);
  CHECK(run_cli({"lab", "create", home, "--clients", "100000001"}).status == 2);
  CHECK(run_cli({"lab", "create", home, "--now", "yesterday"}).status == 2);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("lab create --db fills a database without a home, which all commands work on") {
  const test::TempDir folder;
  const std::string url = "sqlite:" + (folder / "practice.db").string();
  const auto made = run_cli({"lab", "create", "--db", url, "--clients", "60"});
  CHECK(made.status == 0);
  CHECK(made.err.find("--db " + url) != std::string::npos);
  CHECK(run_cli({"apps", "apply", "--db", url, "--apim-version", "4.6.0"}).status == 0);
  CHECK(run_cli({"lab", "create", "--db", url, "--clients", "60"}).status != 0);
}

TEST_CASE("two homes of one seed are the same to the byte when --now is") {
  const test::TempDir folder;
  for (const char* const name : {"a", "b"}) {
    CHECK(run_cli(
              {"lab", "create", folder / name, "--clients", "60", "--now", "2026-04-23T10:18:00Z"})
              .status == 0);
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "a")) {
    if (!entry.is_regular_file()) continue;
    const auto other = folder / "b" / std::filesystem::relative(entry.path(), folder / "a");
    CHECK(test::slurp(entry.path()) == test::slurp(other));
  }
}

TEST_CASE("SIGTERM leaves nothing of a home that was being made") {
  const test::TempDir folder;
  test::Program program({"lab", "create", folder / "home", "--clients", "2000000"});
  for (int waited = 0; std::filesystem::is_empty(folder.path()) && waited < 500; ++waited) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  program.kill(SIGTERM);
  CHECK(program.wait() == 7);
  CHECK(std::filesystem::is_empty(folder.path()));
}
