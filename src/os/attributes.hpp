// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "descriptor.hpp"

#include <filesystem>

namespace tokenshift::os {

/// Gives `to` the owner, mode, access control list, security label and other extended attributes of
/// `from`, which is about to be replaced at `path`. Throws Error{environment} when one cannot be
/// kept.
void copy_attributes(const Descriptor& from, const Descriptor& to,
                     const std::filesystem::path& path);

}  // namespace tokenshift::os
