// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments: the same command continues, and ends where an uninterrupted one does.
#include "support/practice.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill
#include <thread>
#include <unistd.h>
#include <vector>

using namespace tokenshift;
using test::Practice;

namespace {

// Starts the program; its output goes nowhere.
pid_t start(std::vector<std::string> words) {
  words.insert(words.begin(), PROGRAM);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execv(PROGRAM, argv.data());
    _exit(127);
  }
  return child;
}

// The exit status, or minus the signal.
int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void remove_run_marks(const Practice& practice) {
  practice.sql("DROP TABLE IF EXISTS TOKENSHIFT_RUN; DROP TABLE IF EXISTS TOKENSHIFT_JOURNAL");
}

}  // namespace

TEST_CASE("killed at random moments, migrate ends where an uninterrupted one does") {
  constexpr std::int64_t clients = 3000;
  const Practice expected(clients);
  REQUIRE(wait_for(start({"migrate", "--home", expected.home()})) == 0);
  const std::string contents = expected.contents();
  const std::string toml = test::slurp(expected.toml());

  std::mt19937 random(std::random_device{}());
  const auto seed = random();
  CAPTURE(seed);
  random.seed(seed);
  int killed = 0;
  for (int round = 0; round < 6; ++round) {
    const Practice practice(clients);
    const std::string old_toml = test::slurp(practice.toml());
    for (int attempt = 0; attempt < 6; ++attempt) {
      const pid_t child = start({"migrate", "--home", practice.home()});
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 60000));
      kill(child, SIGKILL);
      killed += wait_for(child) == -SIGKILL ? 1 : 0;
      const std::string now = test::slurp(practice.toml());
      CHECK((now == old_toml || now == toml));
    }
    CHECK(wait_for(start({"migrate", "--home", practice.home()})) == 0);
    CHECK(practice.contents() == contents);
    CHECK(test::slurp(practice.toml()) == toml);
    CHECK(practice.number("SELECT COUNT(*) FROM TOKENSHIFT_RUN") == 1);
    remove_run_marks(practice);
  }
  CHECK(killed > 0);
}

TEST_CASE("SIGTERM finishes the chunk, exits 7, and the same command continues") {
  const Practice practice(20000);
  const pid_t child = start({"apps", "apply", "--home", practice.home()});
  std::this_thread::sleep_for(std::chrono::milliseconds(90));
  kill(child, SIGTERM);
  const int status = wait_for(child);
  // Before and after the writing a signal just ends the program; within, it is asked for politely.
  CHECK((status == 7 || status == -SIGTERM || status == 0));
  CHECK(wait_for(start({"apps", "apply", "--home", practice.home()})) == 0);
  CHECK(wait_for(start({"apps", "verify", "--home", practice.home()})) == 0);
}

TEST_CASE("a second run at the same time is told who holds the lock") {
  const Practice practice(60);
  const auto holder = practice.open();
  holder->lock("somebody@host pid 1 since 2026-01-01T00:00:00Z");
  const auto ran = test::run_cli({"apps", "apply", "--home", practice.home()});
  CHECK(ran.status == 5);
  CHECK(ran.err.find("somebody@host") != std::string::npos);
}

TEST_CASE("a full disk for standard output is an error, a closed pipe is not") {
  const Practice practice(60);
  const std::string list =
      std::string(PROGRAM) + " apps list --home " + practice.home() + " -q 2>/dev/null";
  CHECK(WEXITSTATUS(std::system((list + " >/dev/full").c_str())) == 6);  // NOLINT(cert-env33-c)
  CHECK(WEXITSTATUS(
            std::system(("bash -o pipefail -c '" + list + " | head -1 >/dev/null'").c_str())) ==
        0);  // NOLINT(cert-env33-c)
}
