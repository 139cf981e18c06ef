// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "owned_file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

/// What stands in front of each place: a command line of guard check.
using CommandWords = std::vector<std::string>;

/// The pre-commit hook of the repository that a folder lies in. Throws as hooks_folder() does.
OwnedFile hook_file(const std::string& repository, const CommandWords& check);

/// The name of a unit with its ending: "wso2am" is wso2am.service.
/// Throws Error{usage} when it is no name of a service.
std::string service_name(const std::string& unit);

/// The drop-in of a service, below `root` (empty for /). Throws Error{usage} for a word with a line
/// end, which systemd has no way to write.
OwnedFile drop_in_file(const std::string& root, const std::string& service,
                       const CommandWords& check);

/// Whether a file of this service lies where systemd looks for it, below `root`.
bool has_unit(const std::string& root, const std::string& service);

/// An init container, as a patch of the Deployment or StatefulSet.
std::string kubernetes_text(const std::string& image, const CommandWords& options);

/// A service on which the server depends, as a second file of the composition.
std::string compose_text(const std::string& image, const CommandWords& options);

}  // namespace tokenshift::cli
