// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/survey/facts.hpp"

#include <vector>

namespace tokenshift::survey {

/// The issuers that deployment.toml names and that are none of API-M's own, each followed through
/// its superclasses in the jars of `repository/components/{lib,dropins,plugins}`, and in the jars
/// inside of those of the first two. A class with a placeholder in its name is left out.
/// Throws Error{environment} when the home has no such folder or a folder cannot be read; a jar
/// that cannot be read is passed over.
std::vector<IssuerClass> issuer_classes(const apim::Deployment& deployment);

}  // namespace tokenshift::survey
