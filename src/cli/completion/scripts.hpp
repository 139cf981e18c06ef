// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "outline.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tokenshift::cli {

std::string bash_completion(const Outline& outline);
std::string zsh_completion(const Outline& outline);
std::string fish_completion(const Outline& outline);

/// The manual page, in mdoc(7).
std::string manual_page(const Outline& outline);

/// Something that is made from the table of commands and kept in the repository.
struct Script {
  std::string_view name;  ///< as in `completion NAME`
  std::string_view path;  ///< where it lies in the repository
  std::string (*write)(const Outline& outline);
};

/// bash, zsh, fish, man.
std::span<const Script> scripts();

}  // namespace tokenshift::cli
