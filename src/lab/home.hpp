// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/lab/lab.hpp"

#include "data_source.hpp"
#include "release.hpp"

#include <filesystem>
#include <string>

namespace tokenshift::lab {

/// deployment.toml in the shape of the all-in-one pack of that release.
std::string deployment_toml(const Release& release, const DataSource& apim, bool custom_issuer);

/// default.json: the keys that matter to the feature, as flat as the packs write them.
std::string default_json(const Release& release);

/// Makes the directories and files of an API-M home, all but the databases.
/// Throws std::filesystem::filesystem_error or Error{environment}.
void write_home(const std::filesystem::path& home, const Release& release, const Request& request);

}  // namespace tokenshift::lab
