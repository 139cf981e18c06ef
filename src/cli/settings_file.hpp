// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "settings.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// Where a settings file is, or would be.
struct FoundFile {
  LayerKind kind = LayerKind::project;
  std::filesystem::path path;
  std::string shown;
};

/// The files that count, the one that wins first. Of a project: .tokenshift.toml in the present
/// folder or the nearest one above it, up to the first that holds .git; in no repository of git
/// only the present folder is looked at. Of the user: tokenshift/config.toml below
/// $XDG_CONFIG_HOME, else ~/.config.
std::vector<FoundFile> settings_files(const World& world);

/// What the file says; nothing where there is none. Throws as read_settings().
std::optional<Layer> read_settings_file(const World& world, const FoundFile& file);

}  // namespace tokenshift::cli
