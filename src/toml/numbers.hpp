// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scanner.hpp"

#include <cstddef>
#include <string_view>

namespace tokenshift::toml {

struct Match {
  TokenKind kind = TokenKind::unknown;
  std::size_t length = 0;
};

/// The longest number, boolean, or first digits of a date or time at the front of a text; length 0
/// for none.
Match match_literal(std::string_view text);

}  // namespace tokenshift::toml
