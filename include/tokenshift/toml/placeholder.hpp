// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tokenshift::toml {

/// Whether a text holds a placeholder, which the server resolves when it starts: `$env{NAME}`,
/// `$sys{name}`, `$ref{flat.key}`, `$secret{alias}` (reference deployment-toml.md §2.2).
/// `${carbon.home}` is none: that is passed through.
bool is_placeholder(std::string_view text);

}  // namespace tokenshift::toml
