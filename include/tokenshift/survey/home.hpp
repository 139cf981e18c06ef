// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/survey/facts.hpp"

#include <memory>
#include <vector>

namespace tokenshift::survey {

/// Looks into the home of a deployment. `others` are further nodes of it; none: then whether they
/// agree is not known. Reads only; what cannot be read is not known.
HomeFacts look_at_home(const apim::Deployment& deployment,
                       const std::vector<std::shared_ptr<const apim::Deployment>>& others);

/// Signs with the deployment's own key for a fraction of a second. Not known where the key store
/// or its password is not.
HostFacts look_at_host(const apim::Deployment& deployment);

}  // namespace tokenshift::survey
