// SPDX-License-Identifier: Apache-2.0
#include "pack_defaults.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tokenshift::apim {

std::map<std::string, std::string> read_pack_defaults(const std::filesystem::path& path) {
  const auto json = nlohmann::json::parse(os::read_file(path), nullptr, false);
  if (!json.is_object()) {
    throw Error(
        ErrorKind::input, fmt::format("{}: not a JSON object", printable(path.string())),
        "restore the file from the pack, or name the pieces: --deployment-toml, --apim-version");
  }
  std::map<std::string, std::string> defaults;
  for (const auto& [key, value] : json.items()) {
    defaults[key] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return defaults;
}

}  // namespace tokenshift::apim
