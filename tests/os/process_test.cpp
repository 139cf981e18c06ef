// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/process.hpp"

#include "support/child.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <csignal>
#include <limits>
#include <string>
#include <unistd.h>

namespace tokenshift::os {
namespace {

TEST_CASE("a process runs until it has ended, even if nobody asked for its status") {
  CHECK(is_running(process_id()));
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  siginfo_t ended{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
  CHECK_FALSE(is_running(child));
  ::waitpid(child, nullptr, 0);
  CHECK_FALSE(is_running(child));
}

TEST_CASE("a process of somebody else runs as well") {
  const int status = test::status_without_rights([] { return is_running(1) ? 0 : 1; });
  CHECK(test::ended_with(status, 0));
}

TEST_CASE("numbers that are no process id are not running") {
  CHECK_FALSE(is_running(0));
  CHECK_FALSE(is_running(-1));
  CHECK_FALSE(is_running(std::numeric_limits<long>::max()));
  CHECK_FALSE(is_running((1L << 32U) + process_id()));
}

TEST_CASE("who we are is a user and a host") {
  const std::string who = who_am_i();
  const std::size_t at = who.find('@');
  REQUIRE(at != std::string::npos);
  CHECK(at > 0);
  CHECK(at + 1 < who.size());
}

TEST_CASE("a signal is remembered instead of ending the process") {
  for (const int signal_number : {SIGINT, SIGTERM}) {
    const StopRequests requests;
    CHECK_FALSE(StopRequests::requested());
    ::raise(signal_number);
    CHECK(StopRequests::requested());
  }
}

TEST_CASE("a second signal ends the process at once") {
  const int status = test::status_of_child([] {
    const StopRequests requests;
    ::raise(SIGINT);
    ::raise(SIGTERM);
    return 0;
  });
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGTERM);
}

TEST_CASE("after destruction a signal acts as before") {
  const int status = test::status_of_child([] {
    { const StopRequests requests; }
    ::raise(SIGINT);
    return 0;
  });
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGINT);
}

TEST_CASE("a signal that was ignored stays ignored") {
  const int status = test::status_of_child([] {
    ::signal(SIGINT, SIG_IGN);
    const StopRequests requests;
    ::raise(SIGINT);
    return StopRequests::requested() ? 1 : 0;
  });
  CHECK(test::ended_with(status, 0));
}

}  // namespace
}  // namespace tokenshift::os
