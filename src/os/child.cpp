// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/child.hpp"

#include "tokenshift/base/error.hpp"

#include "descriptor.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill, sigset_t
#include <thread>
#include <unistd.h>

namespace tokenshift::os {
namespace {

struct Pipe {
  Descriptor reading;
  Descriptor writing;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw system_error("a pipe", "made", errno);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// Between fork and exec: only what is safe there.
[[noreturn]] void become(const std::vector<char*>& argv, const std::vector<int>& inherited,
                         int input, int output) {
  ::setpgid(0, 0);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  for (const int descriptor : inherited) ::fcntl(descriptor, F_SETFD, 0);
  // What we ignore or hold back would stay so in it.
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::umask(077);
  ::execv(argv.front(), argv.data());
  ::_exit(127);
}

}  // namespace

Child::Child(const std::vector<std::string>& argv, const std::vector<int>& inherited) {
  std::vector<char*> words;
  words.reserve(argv.size() + 1);
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));  // NOLINT
  words.push_back(nullptr);
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  pid_ = ::fork();
  if (pid_ < 0) throw system_error(argv.front(), "started", errno);
  if (pid_ == 0) become(words, inherited, in.reading.number(), out.writing.number());
  input_ = in.writing.release();
  output_ = out.reading.release();
}

Child::~Child() {
  if (!status_) kill();
  wait(std::chrono::seconds(5));
  close_input();
  ::close(output_);
}

void Child::kill() noexcept {
  if (!status_) ::kill(pid_, SIGKILL);
}

bool Child::write(std::string_view bytes) const {
  // Without a signal when nobody reads any more: it is blocked, and taken away again.
  sigset_t pipe;
  sigset_t before;
  ::sigemptyset(&pipe);
  ::sigaddset(&pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
  bool done = true;
  while (done && !bytes.empty()) {
    const ssize_t count = ::write(input_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      done = false;
    }
  }
  const timespec at_once{};
  if (!done && ::sigismember(&before, SIGPIPE) == 0) ::sigtimedwait(&pipe, nullptr, &at_once);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return done;
}

void Child::close_input() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
}

Child::Read Child::read(std::string& output, std::chrono::milliseconds timeout) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  std::array<char, 65536> bytes{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd waiting{.fd = output_, .events = POLLIN, .revents = 0};
    const int ready =
        ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready == 0) return Read::timed_out;
    if (ready < 0) {
      if (errno == EINTR) continue;
      return Read::end;
    }
    const ssize_t count = ::read(output_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Read::end;
    output.append(bytes.data(), static_cast<std::size_t>(count));
    return Read::some;
  }
}

std::optional<int> Child::wait(std::chrono::milliseconds timeout) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  while (!status_) {
    int status = 0;
    const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
    if (ended == pid_) {
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (ended < 0 && errno != EINTR) {
      status_ = 127;  // somebody else waited for it
    } else if (std::chrono::steady_clock::now() >= end) {
      return std::nullopt;
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  return status_;
}

UnnamedFile::UnnamedFile(bool in_memory) {
  if (in_memory) {
    descriptor_ = ::memfd_create("tokenshift", MFD_CLOEXEC);
  } else {
    std::string name = "/var/tmp/tokenshift-XXXXXX";
    descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ < 0) {
      name = "/tmp/tokenshift-XXXXXX";
      descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    }
    if (descriptor_ >= 0) ::unlink(name.c_str());
  }
  if (descriptor_ < 0) throw system_error("a temporary file in /var/tmp", "made", errno);
}

UnnamedFile::~UnnamedFile() { ::close(descriptor_); }

std::string UnnamedFile::path() const {
  return fmt::format("/proc/{}/fd/{}", ::getpid(), descriptor_);
}

void UnnamedFile::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw system_error("a temporary file", "written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace tokenshift::os
