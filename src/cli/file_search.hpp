// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace tokenshift::cli {

/// The files that words name: a file itself, a pattern (`*`, `?`, `[…]`) its matches, a directory
/// each deployment.toml below it. Each once, in the order of the words, matches sorted.
/// Throws Error{environment} when a word names nothing.
std::vector<std::string> named_files(const std::vector<std::string>& words);

}  // namespace tokenshift::cli
