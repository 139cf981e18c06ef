// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tokenshift::report {

/// The unified diff (three lines of context) from one text to another, as `patch -p1` applies it:
/// `--- a/<path>`, `+++ b/<path>`, `\ No newline at end of file` where so. Empty when they are
/// equal. Line ends and bytes are kept as they are. Memory and time are linear in the texts when
/// few lines differ.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view path);

}  // namespace tokenshift::report
