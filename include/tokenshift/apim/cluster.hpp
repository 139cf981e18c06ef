// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/base/finding.hpp"

#include <memory>
#include <span>
#include <vector>

namespace tokenshift::apim {

/// What the nodes of one deployment that issue tokens see differently: the version, the
/// optimization, and each key of the feature, by effective value. A token that one node issues,
/// the others refresh, introspect and revoke, so they have to agree (deployment-toml.md §4).
std::vector<Finding> disagreements(std::span<const std::shared_ptr<const Deployment>> nodes);

}  // namespace tokenshift::apim
