// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/config/edit_plan.hpp"

#include <string>

namespace tokenshift::config {

/// What only the database can say about which keys are needed. From 4.7 on two of them depend on
/// it.
struct Clients {
  bool known = false;
  bool tenants = false;      ///< a tenant besides the super tenant exists
  bool jwt_portals = false;  ///< a portal or REST client is JWT, or becomes it in the same move
};

struct EnableOptions {
  Clients clients;
  std::string
      allow_issuer;  ///< a class that stays the issuer of JWT although it is not the known one
  bool issues_tokens = false;  ///< treat the node as one that issues tokens, whatever the file says
  bool force = false;          ///< overwrite placeholders such as $env{…}
};

/// Plans the switch. Needs a document.
/// Throws Error{refused} when the version is unknown or too old, when another issuer class is
/// configured for JWT, or when no edit is safe.
EditPlan plan_enable(const apim::Deployment& deployment, const EnableOptions& options);

}  // namespace tokenshift::config
