// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/checks/rule.hpp"

#include <string>
#include <vector>

namespace tokenshift::checks {

/// Whether a finding counts.
enum class Fate {
  open,      ///< it does
  ignored,   ///< a comment in the file says not to
  accepted,  ///< irreversible, and accepted under a ticket
};

/// "open", "ignored", "accepted".
std::string_view to_string(Fate fate);

/// What a rule found.
struct Hit {
  const Rule* rule = nullptr;
  Finding finding;  ///< its id is the rule's
  /// The same as long as the same thing is wrong with the same file, wherever it stands in it and
  /// however the file is formatted: 32 hexadecimal digits.
  std::string fingerprint;
  Fate fate = Fate::open;
  std::string excuse;  ///< the reason or the ticket, where it does not count
};

/// A rule that could not be evaluated.
struct Unchecked {
  const Rule* rule = nullptr;
  std::string why;  ///< one clause
};

/// What the rules say, all of it.
struct Examined {
  std::vector<Hit> hits;             ///< in the order of the file; those without a place first
  std::vector<Unchecked> unchecked;  ///< in the order of the rules
  std::vector<const Rule*> clean;    ///< evaluated, and found nothing
};

/// Runs all rules that apply. Those about facts are left out, and not counted as unchecked, where
/// the subject has none.
Examined examine(const Subject& subject, const std::string& ticket);

/// The hits of examine(); `ticket` accepts what is irreversible,
/// empty for none.
std::vector<Hit> evaluate(const Subject& subject, const std::string& ticket);

}  // namespace tokenshift::checks
