// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../module_abi.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace tokenshift::db {

/// A message without line ends and a full stop at its end.
inline std::string message_of(std::string_view text) {
  constexpr std::string_view ends = "\n .";
  while (!text.empty() && ends.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return std::string(text);
}

/// Fills in a failure; what is too long is cut off.
inline void fill(ts_failure* failure, std::string_view state, std::int32_t code,
                 std::string_view message) {
  *failure = {};
  failure->code = code;
  std::copy_n(state.begin(), std::min(state.size(), sizeof failure->state - 1), failure->state);
  std::copy_n(message.begin(), std::min(message.size(), sizeof failure->message - 1),
              failure->message);
}

}  // namespace tokenshift::db
