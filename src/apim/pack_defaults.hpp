// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace tokenshift::apim {

/// Reads a pack's default.json: one flat object; texts as they are, other values as JSON spells
/// them. Throws Error{input} when it is no JSON object.
std::map<std::string, std::string> read_pack_defaults(const std::filesystem::path& path);

}  // namespace tokenshift::apim
