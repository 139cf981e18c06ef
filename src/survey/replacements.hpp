// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/survey/facts.hpp"

#include <vector>

namespace tokenshift::survey {

/// The files that a script of the pack or of its container puts in the place of deployment.toml, as
/// far as they belong to nodes that issue tokens.
std::vector<Replacement> replacements_of(const apim::Deployment& deployment);

}  // namespace tokenshift::survey
