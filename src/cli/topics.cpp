// SPDX-License-Identifier: Apache-2.0
#include "topics.hpp"

#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/checks/rule.hpp"
#include "tokenshift/config/lint.hpp"
#include "tokenshift/jwt/reason.hpp"

#include "exit_advice.hpp"
#include "help.hpp"
#include "name_advice.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::cli {
namespace {

std::string exit_code_text(const ExitCode& row) {
  std::string text = fmt::format("exit code {}, {}: {}\n", row.code, row.name, row.meaning);
  const auto advice = std::ranges::find(exit_advice(), row.code, &ExitAdvice::code);
  if (advice == exit_advice().end()) return text;
  text += fmt::format("\n  state       {}\n  what to do  {}\n", advice->state, advice->next);
  for (const Meeting& meeting : advice->meetings) {
    text += fmt::format("\n  {}\n    {}\n", meeting.message, meeting.remedy);
  }
  return text;
}

// What to do about a finding of config lint is said by the rule of the guard that takes it over.
std::string_view lint_advice(std::string_view id) {
  const auto rule = std::ranges::find(checks::rules(), id, &checks::Rule::relays);
  return rule == checks::rules().end() ? std::string_view("the hint of the finding says it")
                                       : rule->action;
}

std::optional<std::string> finding_text(std::string_view name) {
  const auto lint = std::ranges::find(config::lint_rules(), name, &config::LintRule::id);
  if (lint != config::lint_rules().end()) {
    return fmt::format(
        "{}: {}\n\n  severity    {}\n  why         {}\n  what to do  {}\n  found by    tokenshift "
        "config lint\n",
        lint->id, lint->summary, to_string(lint->severity), lint->why, lint_advice(lint->id));
  }
  const auto reason = std::ranges::find(jwt::reasons(), name, &jwt::ReasonRow::id);
  if (reason != jwt::reasons().end()) {
    return fmt::format(
        "{}: {}\n\n  what to do  {}\n  found by    tokenshift token verify, decode\n", reason->id,
        reason->explanation, reason_advice(reason->id));
  }
  const auto advice = std::ranges::find(name_advice(), name, &NameAdvice::name);
  if (advice != name_advice().end()) {
    return fmt::format("{}: {}\n\n  what to do  {}\n  found by    tokenshift {}\n", advice->name,
                       advice->meaning, advice->next, advice->found_by);
  }
  return std::nullopt;
}

}  // namespace

std::vector<Topic> topics() {
  std::vector<Topic> all{{"exit-codes", "the table of exit codes"}};
  for (const ExitCode& row : exit_codes()) {
    all.push_back({std::string(row.name), fmt::format("exit code {}: {}", row.code, row.meaning)});
  }
  return all;
}

std::vector<std::string> finding_names() {
  std::vector<std::string> names;
  for (const checks::Rule& rule : checks::rules()) names.emplace_back(rule.id);
  for (const config::LintRule& rule : config::lint_rules()) names.emplace_back(rule.id);
  for (const jwt::ReasonRow& row : jwt::reasons()) names.emplace_back(row.id);
  for (const NameAdvice& advice : name_advice()) names.emplace_back(advice.name);
  return names;
}

std::optional<std::string> help_topic(std::string_view name) {
  if (name == "exit-codes") return exit_code_help();
  for (const ExitCode& row : exit_codes()) {
    if (name == row.name || name == std::to_string(row.code)) return exit_code_text(row);
  }
  return finding_text(name);
}

}  // namespace tokenshift::cli
