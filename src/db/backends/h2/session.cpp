// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "errors.hpp"

#include <fmt/format.h>

#include <array>
#include <random>

namespace tokenshift::db::h2 {
namespace {

using std::chrono::milliseconds;

// A JVM on a busy machine takes its time.
constexpr milliseconds shortest_start{30'000};
constexpr milliseconds closing{60'000};
constexpr milliseconds closing_late{5'000};  // of one that has kept us waiting already

// A word of an argument file of java(1).
std::string quoted(const std::string& word) {
  std::string text = "\"";
  for (const char c : word) {
    switch (c) {
      case '\n':
        text += "\\n";
        break;
      case '\r':
        text += "\\r";
        break;
      case '\t':
        text += "\\t";
        break;
      case '\f':
        text += "\\f";
        break;
      case '"':
      case '\\':
        text += '\\';
        [[fallthrough]];
      default:
        text += c;
    }
  }
  return text + "\"\n";
}

// Everything stands in a file in memory that only the child inherits: nothing of it is seen by ps,
// jps or in /tmp/hsperfdata, the password least of all.
std::string arguments(const Start& start) {
  std::string text;
  for (const std::string& word : {std::string("-XX:TieredStopAtLevel=1"),
                                  std::string("-XX:+UseSerialGC"),
                                  std::string("-XX:-UsePerfData"),
                                  std::string("-Xms32m"),
                                  std::string("-Xmx512m"),
                                  std::string("-Dfile.encoding=UTF-8"),
                                  std::string("-Dstdout.encoding=UTF-8"),
                                  std::string("-cp"),
                                  start.engine.jar.string(),
                                  std::string("org.h2.tools.RunScript"),
                                  std::string("-url"),
                                  start.jdbc,
                                  std::string("-user"),
                                  start.user,
                                  std::string("-password"),
                                  start.password,
                                  std::string("-script"),
                                  std::string("/dev/stdin"),
                                  std::string("-showResults"),
                                  std::string("-continueOnError")}) {
    text += quoted(word);
  }
  return text;
}

std::string random_token() {
  std::random_device random;
  return fmt::format("end-{:08x}{:08x}", random(), random());
}

// The shell knows JAVA_HOME and PATH, and the locale decides how a JVM reads names of files.
constexpr const char* shell =
    "LC_ALL=C.UTF-8; export LC_ALL; unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS;"
    " exec \"${0:-${JAVA_HOME:+$JAVA_HOME/bin/}java}\" \"$1\"";

}  // namespace

Session::Session(Start start) : start_(std::move(start)), token_(random_token()) {
  const os::UnnamedFile options(true);
  options.write(arguments(start_));
  child_ = std::make_unique<os::Child>(
      std::vector<std::string>{"/bin/sh", "-c", shell, start_.engine.java.string(),
                               fmt::format("@/proc/self/fd/{}", options.descriptor())},
      std::vector<int>{options.descriptor()});
  answer_to("SET AUTOCOMMIT FALSE", std::max(start_.limits.connect, shortest_start));
}

Session::~Session() {
  if (!abandoned_) close(closing);
  child_->kill();
}

// Killed instead, it would leave a file that H2 has to repair: 2.1.214 damages about one in twelve
// of those while it goes on with it.
void Session::close(milliseconds patience) {
  child_->close_input();
  child_->wait(patience);
}

std::string Session::ask(const std::string& statement) {
  std::string answer = answer_to(statement, start_.limits.statement);
  if (is_failure(answer)) fail(start_.url, answer);
  return answer;
}

// What stands between the echo of the statement and that of the one that marks its end.
std::string Session::answer_to(const std::string& statement, milliseconds timeout) {
  const std::string mark = fmt::format("{}-{}", token_, ++asked_);
  const std::string marking = fmt::format("\nCALL '{}';", mark);
  const std::string end = fmt::format("{}\n--> {}\n;", marking, mark);
  if (!child_->write(statement + ";" + marking + "\n")) {
    while (child_->read(unread_, milliseconds(1000)) == os::Child::Read::some) {
    }
    ended(unread_);
  }
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::size_t found = std::string::npos;
  while ((found = unread_.find(end)) == std::string::npos) {
    const auto left =
        std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto read = child_->read(unread_, left);
    if (read == os::Child::Read::end) ended(unread_);
    if (read == os::Child::Read::timed_out) {
      close(closing_late);
      throw Error(ErrorKind::environment,
                  fmt::format("{}: no answer within {} s", printable(start_.url),
                              std::chrono::duration_cast<std::chrono::seconds>(timeout).count()),
                  "what was not committed is rolled back; run the same command again when the "
                  "machine is less busy");
    }
  }
  const std::string echo = statement + ";";
  const std::size_t start = unread_.find(echo);
  if (start == std::string::npos || start > found) {
    throw Error(ErrorKind::internal, "H2 answers to another statement", "report this");
  }
  std::string answer = unread_.substr(start + echo.size(), found - start - echo.size());
  unread_.erase(0, found + end.size());
  return answer;
}

void Session::ended(const std::string& output) {
  const int status = child_->wait(milliseconds(5000)).value_or(0);
  if (wants_recovery(output)) throw Unclean{};
  if (status == 127 || status == 126) {
    throw Error(ErrorKind::environment, "there is no Java to open an H2 database with",
                "set JAVA_HOME to the Java that the server runs on, or install one");
  }
  if (output.find("org.h2.") != std::string::npos) fail(start_.url, output);
  const std::string_view said = trimmed(std::string_view(output).substr(0, output.find('\n')));
  throw Error(ErrorKind::environment,
              fmt::format("{}: the Java that opened the database ended (status {}){}{}",
                          printable(start_.url), status, said.empty() ? "" : ": ",
                          printable(said.substr(0, 200))),
              "what was not committed is rolled back; run the same command again");
}

}  // namespace tokenshift::db::h2
