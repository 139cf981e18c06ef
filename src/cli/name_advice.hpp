// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace tokenshift::cli {

/// A name that commands print in brackets behind a message, and that is no rule: what it stands
/// for, and what helps.
struct NameAdvice {
  std::string_view name;
  std::string_view meaning;  ///< one clause
  std::string_view next;     ///< what to do, one clause
  std::string_view found_by;
};

/// Ascending by name.
std::span<const NameAdvice> name_advice();

/// What to do about a token that is refused for this reason (an id of jwt::reasons()); empty when
/// nothing is known.
std::string_view reason_advice(std::string_view id);

}  // namespace tokenshift::cli
