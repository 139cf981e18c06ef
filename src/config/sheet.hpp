// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/config/lint.hpp"

#include <optional>
#include <unordered_map>

namespace tokenshift::config {

/// An entry of oauth.extensions.token_types.
struct TokenType {
  std::size_t place = 0;
  std::optional<std::string> name;
  std::optional<std::string> issuer;
};

/// A finding before its place is worked out.
struct Mark {
  const LintRule* rule = nullptr;
  std::size_t place = 0;  // in bytes
  std::string message;
  std::string hint;
};

/// What the rules share during the one walk over a document: where they write, and what has to be
/// remembered from one name to the next.
class Sheet {
 public:
  explicit Sheet(const toml::Document& document) : document_(document) {}

  /// Notes a finding of the rule at work.
  void mark(std::size_t place, std::string message, std::string hint);

  const std::string& text() const { return document_.text(); }
  const std::vector<Mark>& marks() const { return marks_; }
  void begin_rule(const LintRule& rule) { rule_ = &rule; }

  /// "line 7", of an offset.
  std::string line(std::size_t place) const;

  // Remembered by rules, for rules.
  std::size_t values = 0;
  std::vector<TokenType> token_types;
  std::unordered_map<std::string, std::size_t> token_type_places;  // by name, of the last entry
  std::optional<std::size_t> token_encryption;                     // where it is set to true
  std::optional<std::size_t> token_hashing;
  std::optional<std::size_t> persistence_off;  // where the optimization is switched on
  std::vector<Mark> beside_optimization;       // findings that only count when it is on

 private:
  const toml::Document& document_;
  const LintRule* rule_ = nullptr;
  std::vector<Mark> marks_;
};

}  // namespace tokenshift::config
