// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/location.hpp"
#include "tokenshift/base/time.hpp"
#include "tokenshift/toml/document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::checks {

/// A comment `# tokenshift: ignore TS214 until=2027-01-31 reason="…"`. It counts for the whole
/// file, up to the end of that day (UTC).
struct Suppression {
  std::vector<std::string> ids;  ///< of rules
  Time until{};                  ///< the first moment at which it does not count any more
  std::string day;               ///< as written: 2027-01-31
  std::string reason;
  std::string problem;  ///< why it does not count; empty when it is well formed
  Location location;    ///< of its '#'
};

/// All of them, in the order of the file, those that are not well formed too.
std::vector<Suppression> suppressions_of(const toml::Document& document);

}  // namespace tokenshift::checks
