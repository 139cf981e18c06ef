// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

/// What a setting holds.
enum class SettingKind : std::uint8_t {
  text,
  number,
  flag,
  path,
  secret_path,  ///< of a file that holds a password
  url,          ///< of a database
  revision,     ///< git:REV
};

/// An option that may be preset: by a variable of the environment or a line in a settings file.
/// A setting has the long name of the option that it presets, in every command that has one.
struct Setting {
  std::string_view name;  ///< "max-rate", of --max-rate
  SettingKind kind;
  /// Whether it is of one deployment. It is left out where a higher layer names another one.
  bool of_deployment = false;
  bool told = false;                ///< whether commands say that they use it
  std::string_view yields_to = {};  ///< what else leaves it out, with blanks between
  std::string_view not_of = {};     ///< the command whose option of that name is another thing
  /// Why a project's file must not have it: what it would do then. Empty where it may.
  std::string_view not_in_project = {};
};

/// All settings, in the order of `tokenshift settings`.
std::span<const Setting> settings_table();

/// The setting of a name; nullptr where there is none.
const Setting* find_setting(std::string_view name);

/// Whether the setting presets the option of that name of this command.
bool presets(const Setting& setting, std::string_view command);

/// The options and arguments that leave the setting out when a higher layer gives one of them.
std::vector<std::string> yields_to(const Setting& setting);

/// Why an option is never preset: a clause. Empty for one that is, or that nobody decided about,
/// which a test forbids.
std::string_view why_never(std::string_view option);

/// "TOKENSHIFT_MAX_RATE", of "max-rate".
std::string variable_of(std::string_view name);

/// The other way round, for a variable that begins with TOKENSHIFT_.
std::string name_of_variable(std::string_view variable);

}  // namespace tokenshift::cli
