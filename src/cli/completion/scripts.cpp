// SPDX-License-Identifier: Apache-2.0
#include "scripts.hpp"

#include <array>

namespace tokenshift::cli {

std::span<const Script> scripts() {
  static constexpr auto table = std::to_array<Script>({
      {"bash", "completions/tokenshift.bash", bash_completion},
      {"zsh", "completions/_tokenshift", zsh_completion},
      {"fish", "completions/tokenshift.fish", fish_completion},
      {"man", "docs/tokenshift.1", manual_page},
  });
  return table;
}

}  // namespace tokenshift::cli
