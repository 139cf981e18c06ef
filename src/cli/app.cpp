// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/cli/app.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/rule.hpp"

#include "command.hpp"
#include "completion/answers.hpp"
#include "help.hpp"
#include "parser.hpp"
#include "presets.hpp"
#include "topics.hpp"
#include "version_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <span>

namespace tokenshift::cli {
namespace {

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
    const auto near = bare ? std::nullopt : nearest(line[1], verbs);
    throw Error(ErrorKind::usage,
                bare ? fmt::format("{} needs a verb", line[0])
                     : fmt::format("{} has no verb \"{}\"", line[0], shown_word(line[1])),
                near ? fmt::format("did you mean tokenshift {} {}?", line[0], *near)
                     : fmt::format("one of: tokenshift {} {}", line[0], fmt::join(verbs, " | ")));
  }
  const auto near = nearest(line.size() > 1 ? line[0] + " " + line[1] : line[0], names);
  const auto near_first = near ? near : nearest(line[0], names);
  throw Error(ErrorKind::usage, fmt::format("no command \"{}\"", shown_word(line[0])),
              near_first ? fmt::format("did you mean tokenshift {}?", *near_first)
                         : std::string("see: tokenshift --help"));
}

// What is asked for is no command: a group of them, a topic, an exit code, a rule, a reason.
std::optional<std::string> topic_of(const std::vector<std::string>& line) {
  if (line.size() != 1) return std::nullopt;
  auto group = group_help(line.front());
  return group ? group : help_topic(line.front());
}

bool asks_for_help(std::string_view word) { return word == "--help" || word == "-h"; }

// Where no command has that name.
[[noreturn]] void fail_unknown_topic(const std::vector<std::string>& line) {
  std::vector<std::string> names = finding_names();
  for (const Topic& topic : topics()) names.push_back(topic.name);
  for (const CommandRow& row : command_table()) names.emplace_back(row.name);
  const auto near = line.size() == 1 ? nearest(line.front(), names) : std::nullopt;
  if (!near && line.size() > 1) fail_unknown(line);
  throw Error(ErrorKind::usage, fmt::format("no help on \"{}\"", shown_word(line.front())),
              near ? fmt::format("did you mean tokenshift help {}?", *near)
                   : std::string("commands: tokenshift --help; exit codes: tokenshift help "
                                 "exit-codes; rules: tokenshift guard rules"));
}

// A project must not hide which deployment it names.
bool may_be_silent(const Program& program, const Chosen& chosen) {
  const Preset* const quiet = chosen.find("quiet");
  return program.quiet() && (quiet == nullptr || quiet->layer != LayerKind::project);
}

// Fills the options that the line does not give.
void preset_options(Program& program, const Command& command, const std::vector<Option>& common,
                    const std::vector<std::string>& given) {
  const Settings settings = read_settings(program.world());
  const Chosen chosen = choose(settings, given);
  const std::array<std::span<const Option>, 2> options{command.options, common};
  const auto used = apply_presets(command.name, options, chosen);
  remember_project(program, used);
  if (may_be_silent(program, chosen)) return;
  auto lines = telling(used);
  for (std::string& line : telling_left_out(command.name, options, chosen)) {
    lines.push_back(std::move(line));
  }
  for (const std::string& line : lines) program.err() << line << '\n';
}

int run_command(const CommandRow& row, std::vector<std::string> line, bool asks_help,
                World& world) {
  const Command command = made(row);
  CommonOptions values;
  const std::vector<Option> common = common_options(values);
  line.erase(line.begin(),
             line.begin() + static_cast<std::ptrdiff_t>(words_of(command.name).size()));
  const Parsed parsed = asks_help ? Parsed{.help = true} : parse(command, common, line);
  if (parsed.help) {
    world.out << command_help(command, common);
    return exit_ok;
  }
  Program program(world, values);
  if (command.takes_settings && !values.no_settings) {
    preset_options(program, command, common, parsed.given);
  }
  return command.run(program);
}

int complete(std::vector<std::string> line, World& world) {
  CommonOptions values;
  values.quiet = true;
  values.no_input = true;
  Program program(world, values);
  line.erase(line.begin());
  answer_completion(program, line);
  return exit_ok;
}

int help(const std::vector<std::string>& line, World& world) {
  if (line.empty()) {
    world.out << program_help();
    return exit_ok;
  }
  if (const auto text = topic_of(line)) {
    world.out << *text;
    return exit_ok;
  }
  if (line.size() == 1 && checks::find_rule(line.front()) != nullptr) {
    return run_command(*find_command({"guard", "explain"}), {"guard", "explain", line.front()},
                       false, world);
  }
  const CommandRow* row = find_command(line);
  if (row == nullptr) fail_unknown_topic(line);
  return run_command(*row, line, true, world);
}

int dispatch(const std::vector<std::string>& line, World& world) {
  if (line.empty()) {
    world.err << program_help();
    return static_cast<int>(ErrorKind::usage);
  }
  const std::string& first = line.front();
  if (first == "--version") {
    world.out << version_text({line.begin() + 1, line.end()});
    return exit_ok;
  }
  if (first == "help" || asks_for_help(first)) return help({line.begin() + 1, line.end()}, world);
  if (line.size() == 2 && asks_for_help(line[1])) {
    if (const auto group = group_help(first)) {
      world.out << *group;
      return exit_ok;
    }
  }
  if (first == "__complete") return complete(line, world);
  const CommandRow* row = find_command(line);
  if (row == nullptr) fail_unknown(line);
  return run_command(*row, line, false, world);
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
