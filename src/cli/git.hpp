// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tokenshift::cli {

/// The bytes that a file had in a revision of the git repository it lies in; nothing where that
/// revision has no such file. Runs the program git; nothing is fetched.
/// Throws Error{environment} when there is no git, no repository or no such revision; Error{usage}
/// for a revision that begins with a dash.
std::optional<std::string> file_in_revision(const std::filesystem::path& file,
                                            const std::string& revision);

}  // namespace tokenshift::cli
