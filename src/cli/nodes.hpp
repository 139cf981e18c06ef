// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"

#include "program.hpp"
#include "session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tokenshift::cli {

using Nodes = std::vector<std::shared_ptr<const apim::Deployment>>;

/// The argument NODE…: a deployment.toml or an API-M home each.
Option node_argument(std::vector<std::string>& names);

/// Loads the nodes that are named; without names the one that the options give. All are read before
/// anything is done with the first. Throws what load_shared() throws; Error{usage} when a node is
/// named both ways, or twice.
Nodes load_nodes(Program& program, const apim::DeploymentRequest& request,
                 const std::vector<std::string>& names);

/// The words that name the nodes again, for "next: tokenshift …".
std::string node_words(const apim::DeploymentRequest& request,
                       const std::vector<std::string>& names);

}  // namespace tokenshift::cli
