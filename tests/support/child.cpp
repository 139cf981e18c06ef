// SPDX-License-Identifier: Apache-2.0
#include "support/child.hpp"

#include <doctest/doctest.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace tokenshift::test {
namespace {

constexpr uid_t nobody = 65534;
constexpr int forbidden = 98;

[[noreturn]] void run_and_end(const std::function<int()>& work) {
  for (const int number : {SIGINT, SIGTERM}) ::signal(number, SIG_DFL);  // doctest has handlers
  int code = 99;
  try {
    code = work();
  } catch (const std::exception& error) {
    MESSAGE("the child threw: ", error.what());
  }
  ::_exit(code);
}

bool write_text(const char* path, std::string_view text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  const bool written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  return written;
}

// Its own mount table; who is not root becomes root of a namespace of users first.
bool enter_mount_namespace() {
  if (::geteuid() == 0) {
    if (::unshare(CLONE_NEWNS) != 0) return false;
  } else {
    const std::string user = "0 " + std::to_string(::geteuid()) + " 1";
    const std::string group = "0 " + std::to_string(::getegid()) + " 1";
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    if (!write_text("/proc/self/setgroups", "deny")) return false;
    if (!write_text("/proc/self/uid_map", user)) return false;
    if (!write_text("/proc/self/gid_map", group)) return false;
  }
  return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

}  // namespace

Holder::Holder(const std::function<void()>& work) {
  std::array<int, 2> ready{};
  REQUIRE(::pipe(ready.data()) == 0);
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    run_and_end([&] {
      work();
      if (::write(ready[1], "!", 1) != 1) return 1;
      for (;;) ::pause();
    });
  }
  ::close(ready[1]);
  char mark = 0;
  const ssize_t count = ::read(ready[0], &mark, 1);
  ::close(ready[0]);
  REQUIRE_MESSAGE(count == 1, "the child ended before it was ready");
}

Holder::~Holder() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

int status_of_child(const std::function<int()>& work) {
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) run_and_end(work);
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  return status;
}

int status_without_rights(const std::function<int()>& work) {
  return status_of_child([&] {
    if (::geteuid() == 0) {
      if (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0) return 97;
    }
    return work();
  });
}

int status_with_mounts(const std::function<int()>& work) {
  const int status = status_of_child([&] { return enter_mount_namespace() ? work() : forbidden; });
  return ended_with(status, forbidden) ? -1 : status;
}

bool ended_with(int status, int code) { return WIFEXITED(status) && WEXITSTATUS(status) == code; }

}  // namespace tokenshift::test
