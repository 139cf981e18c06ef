// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "opinion.hpp"

#include <span>
#include <string_view>

namespace tokenshift::fuzz {

/// What a parser makes of a text.
enum class Verdict { reads, reads_otherwise, refuses };

/// A kind of input on which our parser (that is, the server's) and toml++ differ.
struct Difference {
  std::string_view name;
  std::string_view snippet;
  Verdict ours;
  Verdict theirs;
  std::string_view reason;
  bool (*explains)(const Disagreement&);  ///< nullptr where we refuse: toml++ is not asked then
};

std::span<const Difference> differences();

/// The row that explains a disagreement; nullptr when none does.
const Difference* reason_of(const Disagreement& disagreement);

}  // namespace tokenshift::fuzz
