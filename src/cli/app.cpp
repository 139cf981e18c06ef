// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/cli/app.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/version.hpp"

#include "command.hpp"
#include "help.hpp"
#include "parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace tokenshift::cli {
namespace {

std::vector<Option> common_options(CommonOptions& values) {
  return {
      {"--color",
       "WHEN",
       "colour on a terminal; default auto (off with NO_COLOR)",
       &values.color,
       {"auto", "always", "never"}},
      {"--progress",
       "HOW",
       "progress on stderr; default auto (a line that moves, on a terminal)",
       &values.progress,
       {"auto", "plain", "none"}},
      {"--no-input", "", "never ask; what would be asked is an error then", &values.no_input},
      {"-q,--quiet", "", "no notes and no next step on stderr", &values.quiet},
  };
}

std::vector<std::string> words_of(std::string_view name) { return split(name, ' '); }

// The command whose words the line begins with; the longest one.
const CommandRow* find_command(const std::vector<std::string>& line) {
  const CommandRow* best = nullptr;
  std::size_t best_words = 0;
  for (const CommandRow& row : command_table()) {
    const auto words = words_of(row.name);
    if (words.size() <= line.size() && words.size() > best_words &&
        std::equal(words.begin(), words.end(), line.begin())) {
      best = &row;
      best_words = words.size();
    }
  }
  return best;
}

[[noreturn]] void fail_unknown(const std::vector<std::string>& line) {
  std::vector<std::string> names;
  std::vector<std::string> verbs;
  for (const CommandRow& row : command_table()) {
    names.emplace_back(row.name);
    const auto words = words_of(row.name);
    if (words.front() == line.front() && words.size() > 1) verbs.push_back(words[1]);
  }
  if (!verbs.empty()) {
    const bool bare = line.size() == 1 || line[1].starts_with("-");
    throw Error(ErrorKind::usage,
                bare ? fmt::format("{} needs a verb", line[0])
                     : fmt::format("{} has no verb \"{}\"", line[0], shown_word(line[1])),
                fmt::format("one of: tokenshift {} {}", line[0], fmt::join(verbs, " | ")));
  }
  const auto near = nearest(line.size() > 1 ? line[0] + " " + line[1] : line[0], names);
  const auto near_first = near ? near : nearest(line[0], names);
  throw Error(ErrorKind::usage, fmt::format("no command \"{}\"", shown_word(line[0])),
              near_first ? fmt::format("did you mean tokenshift {}?", *near_first)
                         : std::string("see: tokenshift --help"));
}

int dispatch(const std::vector<std::string>& arguments, World& world) {
  std::vector<std::string> line = arguments;
  if (!line.empty() && line.front() == "--version") {
    world.out << "tokenshift " << program_version() << '\n';
    return exit_ok;
  }
  const bool asks_help =
      !line.empty() && (line.front() == "help" || line.front() == "--help" || line.front() == "-h");
  if (asks_help) line.erase(line.begin());
  if (line.empty()) {
    (asks_help ? world.out : world.err) << program_help(commands());
    return asks_help ? exit_ok : static_cast<int>(ErrorKind::usage);
  }
  if (asks_help && line.front() == "exit-codes") {
    world.out << exit_code_help();
    return exit_ok;
  }
  const CommandRow* row = find_command(line);
  if (row == nullptr) fail_unknown(line);
  const Command command = row->make();

  CommonOptions values;
  const std::vector<Option> common = common_options(values);
  line.erase(line.begin(),
             line.begin() + static_cast<std::ptrdiff_t>(words_of(command.name).size()));
  if (asks_help || parse(command, common, line).help) {
    world.out << command_help(command, common);
    return exit_ok;
  }
  Program program(world, values);
  return command.run(program);
}

int report(World& world, const Error& error) {
  world.out << std::flush;
  world.err << "tokenshift: " << error.what() << '\n';
  if (!error.hint().empty()) world.err << "hint: " << error.hint() << '\n';
  return static_cast<int>(error.kind());
}

}  // namespace

int run(const std::vector<std::string>& arguments, World& world) {
  try {
    return dispatch(arguments, world);
  } catch (const Error& error) {
    return report(world, error);
  } catch (const std::bad_alloc&) {
    return report(world,
                  Error(ErrorKind::environment, "out of memory", "give the process more memory"));
  } catch (const std::exception& error) {
    return report(world, Error(ErrorKind::internal, printable(error.what()),
                               "this is a bug in tokenshift: report it with the command line"));
  }
}

}  // namespace tokenshift::cli
