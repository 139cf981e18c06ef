// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/cli/app.hpp"

#include "settings_table.hpp"

#include <map>
#include <string>
#include <vector>

namespace tokenshift::cli {

// Options that are preset: flag > TOKENSHIFT_* > .tokenshift.toml > the user's file > default.

enum class LayerKind : std::uint8_t { environment, project, user };

/// One setting of one layer.
struct Preset {
  const Setting* setting = nullptr;
  LayerKind layer = LayerKind::environment;
  std::string value;   ///< numbers as digits, flags as "true" or "false", paths as the present
                       ///< folder has them
  std::string source;  ///< "TOKENSHIFT_DB", ".tokenshift.toml:3"
  std::string place;   ///< the same with the column, for errors
};

/// All that one place says.
struct Layer {
  LayerKind kind = LayerKind::environment;
  std::string name;  ///< "the environment", ".tokenshift.toml"
  std::vector<Preset> presets;
};

/// A settings file that was looked for.
struct SettingsFile {
  std::string shown;  ///< as people see it: ".tokenshift.toml", "~/.config/tokenshift/config.toml"
  bool found = false;
};

struct Settings {
  std::vector<Layer> layers;  ///< the one that wins first
  std::vector<SettingsFile> files;
};

/// Reads environment and files. Nothing where TOKENSHIFT_NO_SETTINGS says so.
/// Throws Error{usage} for a variable without sense, Error{input} for a file that is malformed or
/// names what is no setting, with its place, and what os::read_trusted_file() throws.
Settings read_settings(const World& world);

/// A setting that does not count, and why.
struct LeftOut {
  const Preset* preset = nullptr;
  std::string name;    ///< of what a higher layer gives: an option or argument
  std::string source;  ///< of that: "the command line", "TOKENSHIFT_DB"
};

/// What counts of the settings.
struct Chosen {
  std::vector<const Preset*> used;
  std::vector<LeftOut> left_out;  ///< by something else; what is merely given again is not listed

  const Preset* find(std::string_view name) const;
};

/// Chooses among the layers; `given` are the names of what the command line gives.
Chosen choose(const Settings& settings, const std::vector<std::string>& given);

/// The variables TOKENSHIFT_… that are no settings, in the order of the alphabet.
std::vector<std::string> unknown_variables(const World& world);

}  // namespace tokenshift::cli
