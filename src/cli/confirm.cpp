// SPDX-License-Identifier: Apache-2.0
#include "confirm.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <istream>
#include <ostream>

namespace tokenshift::cli {
namespace {

std::string ask(Program& program, const std::string& question) {
  program.err() << question << ' ' << std::flush;
  std::string answer;
  std::getline(program.world().in, answer);
  return std::string(trimmed(answer));
}

bool says_yes(Program& program, const std::string& question) {
  const std::string answer = to_lower(ask(program, question + " [y/N]"));
  return answer == "y" || answer == "yes";
}

}  // namespace

void confirm_reversible(Program& program, const std::string& question, bool yes) {
  if (yes) return;
  if (!program.may_ask()) {
    throw Error(ErrorKind::unconfirmed,
                "a confirmation is required, and there is no terminal to ask on",
                "look at the plan with --dry-run, then say --yes");
  }
  if (!says_yes(program, question)) {
    throw Error(ErrorKind::unconfirmed, "not confirmed; nothing was written",
                "run it again to continue");
  }
}

void confirm_irreversible(Program& program, const std::string& what, const std::string& name,
                          const std::string& given) {
  if (given == name) return;
  if (!given.empty()) {
    throw Error(
        ErrorKind::unconfirmed,
        fmt::format("--confirm {} is not the name of the database, {}", printable(given), name),
        "check that this is the deployment you mean");
  }
  if (!program.may_ask()) {
    throw Error(ErrorKind::unconfirmed,
                fmt::format("{} cannot be undone and wants to be confirmed", what),
                fmt::format("say --confirm {}", shell_word(name)));
  }
  program.err() << what << " cannot be undone.\n";
  if (ask(program, fmt::format("Type the name of the database, {}, to go on:", name)) != name) {
    throw Error(ErrorKind::unconfirmed, "not confirmed; nothing was written",
                "run it again to continue");
  }
}

void confirm_servers_stopped(Program& program, const std::vector<std::string>& signs, bool said) {
  for (const std::string& sign : signs) {
    if (sign.starts_with("process ")) {
      throw Error(ErrorKind::refused, fmt::format("a server is running: {}", sign),
                  "stop every node of the deployment: they cache clients");
    }
  }
  for (const std::string& sign : signs) {
    program.tell({Severity::warning,
                  "servers-running",
                  fmt::format("a server may be running: {}", sign),
                  "make sure that every node is stopped: they cache clients",
                  {}});
  }
  if (said) return;
  if (!program.may_ask()) {
    throw Error(ErrorKind::unconfirmed, "the servers have to be stopped: they cache clients",
                "stop every node, then say --servers-stopped");
  }
  if (!says_yes(program, "Are all servers of this deployment stopped?")) {
    throw Error(ErrorKind::unconfirmed, "the servers are not stopped; nothing was written",
                "stop every node, then run it again");
  }
}

}  // namespace tokenshift::cli
