// SPDX-License-Identifier: Apache-2.0
#include "errors.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace tokenshift::db::h2 {
namespace {

constexpr std::string_view exception = "org.h2.";
constexpr std::size_t longest_message = 300;

struct Meaning {
  int code;  // org.h2.api.ErrorCode
  ErrorKind kind;
  const char* what;
  const char* hint;
};

constexpr std::array meanings{
    Meaning{90020, ErrorKind::environment, "a server holds the database",
            "H2 lets one process in at a time: stop the server, then run the same command again"},
    Meaning{28000, ErrorKind::environment, "wrong user name or password",
            "name the user in the URL (h2:FILE;USER=name) and give the password with "
            "--password-file or --password-stdin"},
    Meaning{90146, ErrorKind::environment, "no such database", "check the path"},
    Meaning{90013, ErrorKind::environment, "no such database", "check the path"},
    Meaning{90097, ErrorKind::environment, "the database is read-only",
            "it was opened for reading, or the file is not writable for this user"},
    Meaning{90030, ErrorKind::input, "the file is damaged", "restore it from its backup"},
    Meaning{90048, ErrorKind::input, "the file has a format that this H2 does not read",
            "name the API-M that wrote it with --home DIR: its own H2 is used then"},
    Meaning{90100, ErrorKind::environment, "no space left", "free space, then run it again"},
    Meaning{90031, ErrorKind::environment, "the file cannot be read or written",
            "check the permissions of the file and its directory"},
};

// The number before the build in "[42102-214]"; 0 when there is none.
int code_of(std::string_view text) {
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    int code = 0;
    std::size_t end = at + 1;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
      code = code * 10 + (text[end++] - '0');
      if (end - at > 6) break;
    }
    if (end - at == 6 && end < text.size() && text[end] == '-') return code;
  }
  return 0;
}

// What stands between the class and the statement.
std::string message_of(std::string_view text) {
  const std::size_t start = text.find(": ");
  std::string_view message = start == std::string_view::npos ? text : text.substr(start + 2);
  message = message.substr(0, message.find("\n\tat "));
  message = message.substr(0, message.find("; SQL statement:"));
  message = message.substr(0, message.find(" ["));
  std::string line(trimmed(message.substr(0, longest_message)));
  std::ranges::replace(line, '\n', ' ');
  return line.empty() ? "it gave no reason" : line;
}

}  // namespace

bool is_failure(std::string_view output) {
  const std::string_view text = trimmed(output);
  return text.starts_with(exception) || text.starts_with("java.") ||
         text.starts_with("Exception in thread");
}

bool wants_recovery(std::string_view output) {
  return output.find("This store is read-only") != std::string_view::npos;
}

void fail(const std::string& url, std::string_view output) {
  const std::size_t start = output.find(exception);
  const std::string_view text = start == std::string_view::npos ? output : output.substr(start);
  const int code = code_of(text);
  const auto* const meaning = std::ranges::find(meanings, code, &Meaning::code);
  if (meaning != meanings.end()) {
    throw Error(meaning->kind, fmt::format("{}: {}", printable(url), meaning->what), meaning->hint);
  }
  throw Error(ErrorKind::environment,
              fmt::format("{}: {}", printable(url), printable(message_of(text))),
              "see the message of the database");
}

}  // namespace tokenshift::db::h2
