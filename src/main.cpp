// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/cli/app.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <streambuf>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

// Standard output that remembers why a write failed: std::cout forgets errno, and a full disk is to
// be told from a reader that had enough.
class Output : public std::streambuf {
 public:
  Output() { empty(); }
  int problem() const { return problem_; }

 protected:
  int overflow(int c) override {
    if (sync() != 0) return traits_type::eof();
    if (c != traits_type::eof()) {
      *pptr() = static_cast<char>(c);
      pbump(1);
    }
    return traits_type::not_eof(c);
  }

  int sync() override {
    const char* at = pbase();
    while (problem_ == 0 && at < pptr()) {
      const ssize_t written = ::write(STDOUT_FILENO, at, static_cast<std::size_t>(pptr() - at));
      if (written >= 0) {
        at += written;
      } else if (errno != EINTR) {
        problem_ = errno;
      }
    }
    empty();
    return problem_ == 0 ? 0 : -1;
  }

 private:
  // Of the process, not of the object: nobody has to fill it, so its pages cost nothing until used.
  void empty() {
    static std::array<char, 1U << 16U> buffer;
    setp(buffer.data(), buffer.data() + buffer.size());
  }

  int problem_ = 0;
};

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

std::vector<std::string> variables() {
  std::vector<std::string> names;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {
    const std::string_view text = *one;
    names.emplace_back(text.substr(0, text.find('=')));
  }
  return names;
}

std::filesystem::path present_folder() {
  std::error_code gone;  // somebody may have removed it
  return std::filesystem::current_path(gone);
}

}  // namespace

int main(int argc, char** argv) {
  // What these two would kill us for comes back as an error of the write: nobody reads on, or the
  // file would be larger than `ulimit -f` allows.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  static Output output;
  std::ostream out(&output);
  tokenshift::cli::World world{
      .in = std::cin,
      .out = out,
      .err = std::cerr,
      .in_terminal = isatty(STDIN_FILENO) == 1,
      .out_terminal = isatty(STDOUT_FILENO) == 1,
      .err_terminal = isatty(STDERR_FILENO) == 1,
      .environment = environment,
      .now =
          [] {
            return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
          },
      .folder = present_folder(),
      .variables = variables,
  };
  const int status = tokenshift::cli::run({argv + 1, argv + argc}, world);
  out.flush();
  if (output.problem() == 0 || output.problem() == EPIPE) return status;
  std::cerr << "tokenshift: cannot write to standard output\nhint: check where it goes\n";
  return static_cast<int>(tokenshift::ErrorKind::environment);
}
