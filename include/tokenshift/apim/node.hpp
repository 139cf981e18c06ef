// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"

#include <string>

namespace tokenshift::apim {

/// Whether a node serves /oauth2/token. The settings belong on those that do, and on no other
/// (deployment-toml.md §4).
struct NodeRole {
  bool issues_tokens = true;
  Product product = Product::unknown;
  std::string why;  ///< one clause: "updates/product.txt says wso2am-tm", "server.server_role is …"
};

/// From the pack, else from `server.server_role`, else from what the file configures.
NodeRole node_role(const Deployment& deployment);

}  // namespace tokenshift::apim
