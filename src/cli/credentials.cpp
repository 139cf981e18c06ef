// SPDX-License-Identifier: Apache-2.0
#include "credentials.hpp"

#include "tokenshift/apim/datasource.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <istream>
#include <limits>
#include <ostream>
#include <system_error>
#include <termios.h>
#include <unistd.h>

namespace tokenshift::cli {
namespace {

constexpr std::size_t longest_password = 4096;

// While it lives, the terminal does not show what is typed.
class Hidden {
 public:
  Hidden() : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    termios now = before_;
    now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &now);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;
  ~Hidden() {
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  bool is_terminal_;
};

[[noreturn]] void fail(const std::string& what, int error) {
  throw Error(ErrorKind::environment,
              fmt::format("{}: {}", printable(what), std::generic_category().message(error)),
              "name a file or descriptor whose first line is the password");
}

// A pipe has no size, and may be read only once: byte by byte up to the line's end.
std::string first_line(int descriptor, const std::string& what) {
  std::string line;
  for (char c = 0; line.size() < longest_password; line += c) {
    const ssize_t count = ::read(descriptor, &c, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(what, errno);
    if (count == 0 || c == '\n') break;
  }
  return line;
}

std::string first_line_of_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, errno);
  try {
    std::string line = first_line(descriptor, path);
    ::close(descriptor);
    return line;
  } catch (...) {
    ::close(descriptor);
    throw;
  }
}

std::string line_of(Program& program, const apim::PasswordSource& source) {
  if (!source.file.empty()) return first_line_of_file(source.file);
  if (source.descriptor) {
    if (*source.descriptor < 0 || *source.descriptor > std::numeric_limits<int>::max()) {
      throw Error(ErrorKind::usage, "--password-fd: not the number of a file descriptor",
                  "write it as --password-fd 3 3<FILE");
    }
    return first_line(static_cast<int>(*source.descriptor), "--password-fd");
  }
  std::string line;
  std::getline(program.world().in, line);
  return line;
}

}  // namespace

std::vector<Option> password_options(apim::PasswordSource& source) {
  return {{"--password-file", "FILE",
           "the first line of FILE is the password of the database; default: that of "
           "deployment.toml, else of ~/.pgpass or ~/.my.cnf",
           &source.file},
          {"--password-stdin", "", "the first line of standard input is the password",
           &source.standard_input},
          {"--password-fd", "N",
           "the first line of the open file descriptor N is the password, as with 3<FILE; default: "
           "see --password-file",
           &source.descriptor}};
}

std::string password_words(const apim::PasswordSource& source) {
  if (!source.file.empty()) return " --password-file " + shell_word(source.file);
  if (source.descriptor) return fmt::format(" --password-fd {}", *source.descriptor);
  return source.standard_input ? " --password-stdin" : "";
}

std::optional<std::string> read_password(Program& program, const apim::PasswordSource& source) {
  const int given =
      (source.file.empty() ? 0 : 1) + (source.standard_input ? 1 : 0) + (source.descriptor ? 1 : 0);
  if (given == 0) return std::nullopt;
  if (given > 1) {
    throw Error(ErrorKind::usage, "the password is to come from several places",
                "give one of --password-file, --password-stdin and --password-fd");
  }
  std::string line = line_of(program, source);
  if (line.ends_with('\r')) line.pop_back();
  if (!line.empty()) return line;
  throw Error(ErrorKind::usage, "the password is empty",
              "its place is the first line of what the option names");
}

std::string ask_password(Program& program, const std::string& what) {
  program.err() << fmt::format("Password for {}: ", printable(what)) << std::flush;
  std::string line;
  {
    const Hidden hidden;
    std::getline(program.world().in, line);
  }
  program.err() << '\n';
  return line;
}

db::Address address_of(Program& program, const std::string& url,
                       const apim::PasswordSource& source) {
  return {.url = apim::from_command_line(url), .password = read_password(program, source)};
}

}  // namespace tokenshift::cli
