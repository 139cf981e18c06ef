// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

/// What a word of the command line is.
enum class WordKind { file, pattern, directory };
WordKind kind_of_word(const std::string& word);

/// Whether a file in a directory that was named is meant: deployment.toml is.
bool is_meant(std::string_view file);

/// Files below a folder that are not on the disk any more, each beginning with the folder.
using FormerFiles = std::function<std::vector<std::string>(const std::string& folder)>;

/// The files that words name: a file itself, a pattern (`*`, `?`, `[…]`) its matches, a directory
/// each deployment.toml below it. Each once, in the order of the words, matches sorted. `former`
/// adds what patterns and directories would have named before; it may be null.
/// Throws Error{environment} when a word names nothing.
std::vector<std::string> named_files(const std::vector<std::string>& words,
                                     const FormerFiles& former = nullptr);

}  // namespace tokenshift::cli
