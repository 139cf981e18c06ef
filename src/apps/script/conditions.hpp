// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/plan.hpp"
#include "tokenshift/apps/target.hpp"

#include "dialect.hpp"

#include <string>
#include <string_view>

namespace tokenshift::apps {

/// Which rows a conversion is about, as SQL conditions: the sentences of Planner, said to a
/// database. `A` stands for a row of IDN_OAUTH_CONSUMER_APPS, `T` for one of a target's table.
class Conditions {
 public:
  Conditions(const ScriptDialect& dialect, const CustomIssuers& custom)
      : dialect_(dialect), custom_(custom) {}

  /// A is an OAuth 2.0 client, and none that a custom issuer keeps.
  std::string becomes_jwt() const;

  /// A has a token type row of its own tenant; with a condition on such a row P.
  std::string has_type(const std::string& condition = {}) const;

  /// A is an OAuth 2.0 client that is neither JWT nor accepted with its custom issuer.
  std::string is_not_jwt() const;

  /// A has a custom issuer that keeps it as it is.
  std::string has_kept_issuer() const;

  /// T has to change, given how to say that A becomes JWT. Not for Target::missing_type.
  std::string has_to_change(const TargetSpec& spec, const std::string& chosen) const;

  /// The row still holds, or does not hold, what the conversion writes there. `row` is an alias
  /// with its dot, or empty.
  std::string is_written(const TargetSpec& spec, std::string_view row) const;
  std::string is_not_written(const TargetSpec& spec, std::string_view row) const;

  /// `row` is a token type row: the name of the property, byte by byte.
  std::string is_type(std::string_view row) const;

  /// The column of a target as this dialect has to name it.
  std::string column_of(const TargetSpec& spec) const;
  /// What the conversion writes there, as a literal.
  std::string value_of(const TargetSpec& spec) const;

 private:
  std::string exact(std::string_view column) const;
  std::string text(std::string_view value) const;
  std::string texts(const std::set<std::string>& values) const;
  std::string is_oauth2() const;
  std::string kept_value() const;
  std::string application(const std::string& chosen) const;
  std::string provider(std::string_view through, const std::string& chosen) const;

  const ScriptDialect& dialect_;
  const CustomIssuers& custom_;
};

/// Whether a target is a flag of a portal's service provider, and not a text.
bool is_flag(const TargetSpec& spec);

/// A text as a SQL literal, for the statements that compare nothing.
std::string literal(std::string_view value);

}  // namespace tokenshift::apps
