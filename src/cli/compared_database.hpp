// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"

#include "command.hpp"

#include <vector>

namespace tokenshift::cli {

/// The options that name a database and nothing else of a deployment: --db, --identity-db and those
/// of their passwords, for commands that look at files and may compare them with a database.
std::vector<Option> compared_database_options(apim::DeploymentRequest& request);

}  // namespace tokenshift::cli
