// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "settings_table.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::cli {

// What a setting's value may be, before an option gets it.

/// The URL of a database with what is a password in it as "****", be it right or wrong otherwise.
std::string without_password(std::string_view url);

/// The same for a setting that is a URL; other values as they are.
std::string shown_value(const Setting& setting, std::string_view value);

/// The folders that relative values are taken from.
struct Folders {
  std::filesystem::path file;  ///< the one of the settings file; empty where it is the present one
  std::filesystem::path user;  ///< what "~" is; may be empty
};

/// A path or a URL of a settings file as the present folder understands it.
std::string absolute_value(const Setting& setting, const std::string& value,
                           const Folders& folders);

/// The text of a variable as a setting holds it: numbers as digits, flags as "true" or "false".
/// Nothing when it is none such.
std::optional<std::string> value_of_text(const Setting& setting, const std::string& text);

/// "true" of "true", "1", "yes", "on", "false" of their opposites, in any case; nothing of others.
std::optional<std::string> truth_of(const std::string& text);

/// What the setting takes: "a whole number".
std::string_view what_it_takes(const Setting& setting);

}  // namespace tokenshift::cli
