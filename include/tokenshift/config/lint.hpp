// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/finding.hpp"
#include "tokenshift/toml/document.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::config {

class Sheet;

/// One silent trap: a thing that the server reads without a word, but not as it was meant.
/// To add one: a function and a row in src/config/lint_rules.cpp, and a row in its test.
struct LintRule {
  std::string_view id;  ///< stable, kebab-case
  Severity severity;
  std::string_view summary;  ///< one clause: what is found
  std::string_view why;      ///< one clause: what the server does with it

  /// Looks at one name; null for rules that look at the whole file only.
  void (*look)(const toml::Name& name, Sheet& sheet);

  /// Looks back when all names were seen; may be null.
  void (*conclude)(Sheet& sheet);
};

/// All rules, in the order in which they are documented.
std::span<const LintRule> lint_rules();

/// No more findings than these are kept for one file.
inline constexpr std::size_t max_findings = 1000;

/// What was found in one file, in the order of the file.
struct Linted {
  std::vector<Finding> findings;
  bool readable = true;  ///< whether the server can read the file
};

/// Everything that is wrong with a text: problems of syntax as errors, then what the rules find.
/// A text that is no deployment.toml but holds one, or is a template of one, gets that one finding
/// instead (id `embedded`).
Linted lint(const toml::Reading& reading);

}  // namespace tokenshift::config
