// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/rule.hpp"
#include "tokenshift/report/json.hpp"

#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  std::string id;
  std::string output = "text";
};

const checks::Rule& rule_of(const std::string& id) {
  const checks::Rule* rule = checks::find_rule(id);
  if (rule != nullptr) return *rule;
  std::vector<std::string> ids;
  for (const checks::Rule& one : checks::rules()) ids.emplace_back(one.id);
  const auto near = nearest(id, ids);
  throw Error(ErrorKind::usage, fmt::format("there is no rule \"{}\"", shown_word(id)),
              near ? fmt::format("did you mean {}? tokenshift guard rules lists them", *near)
                   : std::string("tokenshift guard rules lists them"));
}

std::string text_of(const checks::Rule& rule) {
  std::string text = fmt::format(
      "{}: {}\n\n  severity    {}{}\n  versions    {}\n  why         {}\n"
      "  what to do  {}\n  see         {}\n",
      rule.id, rule.title, to_string(rule.severity), rule.irreversible ? ", irreversible" : "",
      checks::versions_of(rule), rule.why, rule.action, rule.reference);
  if (const checks::Remedy* remedy = checks::remedy_of(rule)) {
    text += fmt::format("  command     tokenshift {}\n", remedy->command);
  }
  if (!rule.relays.empty()) text += fmt::format("  config lint {}\n", rule.relays);
  return text;
}

std::string json_of(const checks::Rule& rule) {
  const auto text = [](std::string_view view) { return report::Node(std::string(view)); };
  const checks::Remedy* remedy = checks::remedy_of(rule);
  return report::to_json({{"id", text(rule.id)},
                          {"scope", text(to_string(rule.scope()))},
                          {"severity", text(to_string(rule.severity))},
                          {"irreversible", rule.irreversible},
                          {"versions", checks::versions_of(rule)},
                          {"title", text(rule.title)},
                          {"why", text(rule.why)},
                          {"action", text(rule.action)},
                          {"command", remedy == nullptr ? report::Node() : text(remedy->command)},
                          {"reference", text(rule.reference)}});
}

int run(Program& program, const Options& options) {
  const checks::Rule& rule = rule_of(options.id);
  program.out() << (options.output == "json" ? json_of(rule) : text_of(rule));
  return exit_ok;
}

}  // namespace

Command guard_explain() {
  auto options = std::make_shared<Options>();
  return {.name = "guard explain",
          .details =
              "Says what the rule finds, why that matters, what to do about it, and where "
              "the vendor says so.",
          .options = {{"ID", "", "the rule: TS301", &options->id, {}, true},
                      {"-o,--output",
                       "FORMAT",
                       "how it is printed; default text",
                       &options->output,
                       {"text", "json"}}},
          .examples = {{"the switch that cannot be undone", "tokenshift guard explain TS301"}},
          .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
