// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/toml/placeholder.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::toml {

bool is_placeholder(std::string_view text) {
  static constexpr std::array<std::string_view, 4> openings{"$env{", "$sys{", "$ref{", "$secret{"};
  return std::ranges::any_of(openings, [text](std::string_view opening) {
    return text.find(opening) != std::string_view::npos;
  });
}

}  // namespace tokenshift::toml
