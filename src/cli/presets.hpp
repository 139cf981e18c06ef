// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"
#include "settings.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

/// Gives the options of a command what is chosen for them, and returns what was used.
/// Throws Error{input} or Error{usage} for a value that the option does not take or a password in a
/// URL, with the setting's place.
std::vector<const Preset*> apply_presets(std::string_view command,
                                         std::span<const std::span<const Option>> options,
                                         const Chosen& chosen);

/// Remembers that a project's file names the deployment, where it does: see named_by_project().
void remember_project(Program& program, const std::vector<const Preset*>& used);

/// The value as one of the option's choices. Throws as apply_presets().
std::string checked_value(const Option& option, const Preset& preset);

/// The lines that tell of the presets that matter to what is done, passwords masked:
/// "settings of .tokenshift.toml: --home /opt/wso2am".
std::vector<std::string> telling(const std::vector<const Preset*>& used);

/// What of an option's setting is left out because the command line is about something else:
/// "without --home of .tokenshift.toml:1, because of --key".
std::vector<std::string> telling_left_out(std::string_view command,
                                          std::span<const std::span<const Option>> options,
                                          const Chosen& chosen);

}  // namespace tokenshift::cli
