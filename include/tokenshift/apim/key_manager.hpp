// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/base/finding.hpp"

#include <optional>

namespace tokenshift::apim {

/// An error when WSO2 Identity Server is the resident key manager, by file or database: the vendor
/// does not recommend the optimization there, and the clients live in IS's own database. A warning
/// where the deployment was named with --force-is-km.
std::optional<Finding> identity_server_as_key_manager(const Deployment& deployment,
                                                      const Catalog& catalog);

/// Throws that error as Error{refused}.
void require_own_key_manager(const Deployment& deployment, const Catalog& catalog);

}  // namespace tokenshift::apim
