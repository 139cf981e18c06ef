// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tokenshift::toml {

/// Whether a byte may stand in a key without quotes.
constexpr bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

/// One part of a key as it is to be written: in quotes where it needs them.
std::string written(std::string_view part);

}  // namespace tokenshift::toml
