// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <filesystem>

namespace tokenshift::os {

/// The file behind a path, absolute and without symbolic links.
/// Throws Error{refused} when a ConfigMap mount manages it, Error{environment} when there is none.
std::filesystem::path resolve_links(const std::filesystem::path& path);

/// Throws unless the file, of this status, may be replaced: see require_replaceable().
void require_replaceable_target(const std::filesystem::path& target, const struct stat& status);

}  // namespace tokenshift::os
