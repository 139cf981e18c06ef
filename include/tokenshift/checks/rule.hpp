// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/version.hpp"
#include "tokenshift/base/finding.hpp"
#include "tokenshift/base/time.hpp"
#include "tokenshift/checks/seal.hpp"
#include "tokenshift/checks/state.hpp"
#include "tokenshift/survey/facts.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tokenshift::checks {

class Sheet;

/// What rules look at.
struct Subject {
  const State& now;
  const State* before = nullptr;  ///< null when there is nothing to compare with
  const Seal* seal = nullptr;     ///< null when there is none
  Time time{};                    ///< the present, for what expires
  /// What is known besides the text of the file; null when nobody looked.
  const survey::Facts* facts = nullptr;
};

/// What a rule needs to see.
enum class Scope {
  text,        ///< the file, even one that the server cannot read
  setting,     ///< a file that the server can read
  transition,  ///< such a file, and what was before
  database,    ///< the database of the deployment
  home,        ///< the files of its home
  host,        ///< the machine that it runs on
  change,      ///< what every switch changes
};

/// "text", "setting", "transition", "database", "home", "host", "change".
std::string_view to_string(Scope scope);

/// One thing that can be wrong. To add one: a function and a row in one of the tables of
/// src/checks/*_rules.cpp, and a row in tests/checks/examples.hpp.
struct Rule {
  std::string_view id;  ///< stable: TS and three digits; the first of them tells the scope
  Severity severity = Severity::warning;
  std::string_view title;      ///< one clause: what is found
  std::string_view why;        ///< one clause: what comes of it
  std::string_view action;     ///< one clause: what to do
  std::string_view reference;  ///< where the vendor says so
  void (*check)(const Subject& subject, const Rule& rule, Sheet& sheet) = nullptr;
  std::optional<apim::Version> from = std::nullopt;   ///< the first version that it is about
  std::optional<apim::Version> until = std::nullopt;  ///< the last one
  bool irreversible = false;     ///< what it reports cannot be taken back; it cannot be ignored
  std::string_view relays = {};  ///< the rule of config lint whose findings it takes over

  /// By the first digit: 0 and 1 are both about the text.
  Scope scope() const { return id[2] == '0' ? Scope::text : static_cast<Scope>(id[2] - '1'); }
};

/// All rules, ascending by id.
std::span<const Rule> rules();

/// The rule with this id, letter case being no matter; null when there is none.
const Rule* find_rule(std::string_view id);

/// What a command has to be given besides its own words.
enum class Given {
  deployment,  ///< the options that name one
  clients,     ///< these, and what to do with clients of a custom issuer
  file,        ///< its deployment.toml as an argument
};

/// What puts right what a rule finds.
struct Remedy {
  std::string_view id;       ///< of the rule
  std::string_view command;  ///< the words after "tokenshift"
  Given given = Given::deployment;
  bool by_migrate = false;  ///< `migrate` does it anyway
};

/// The command that puts right what a rule finds; null where there is none: then its action says
/// what to do.
const Remedy* remedy_of(const Rule& rule);
std::span<const Remedy> remedies();

/// "all versions", "4.3.0 to 4.6", "from 4.7.0 on".
std::string versions_of(const Rule& rule);

/// What a rule was given for, in the sentences of a page: docs/rules.md is made of it.
std::string rules_page();

}  // namespace tokenshift::checks
