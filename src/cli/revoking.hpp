// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/issuer/notification.hpp"
#include "tokenshift/revocation/write.hpp"

#include "notify_options.hpp"
#include "token_context.hpp"
#include "token_input.hpp"
#include "user_options.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tokenshift::cli {

// What `token revoke` is asked for, and what that means in rows.

struct RevokeOptions {
  TokenInput input;
  std::string client;
  std::string jti;
  std::string expires;
  UserOptions user;
  std::string tenant;
  apim::DeploymentRequest deployment;
  StoreOptions store;
  bool gateway_tables = false;
  NotifyOptions notify;
  bool dry_run = false;
  bool yes = false;
  std::string output = "table";
};

/// What is to be revoked.
struct Meant {
  std::string what;                  ///< for people: "all tokens of client X"
  revocation::Revocation seen;       ///< what gateways see, too
  revocation::Revocation unseen;     ///< refresh tokens, which no gateway sees
  std::vector<std::string> remarks;  ///< what is not revoked by it, or only as expected
  /// The events for the control plane: what, and whose.
  std::vector<std::pair<revocation::Revocation, issuer::Origin>> events;
};

/// Throws Error{usage} when several things are named, or one incompletely. To be called before a
/// store is opened, which makes it.
void require_one_thing(const RevokeOptions& options);

/// Throws Error{usage} when no client or user can be meant, Error{input} for what is no token,
/// Error{refused} for a token whose state is elsewhere, or a client or user that does not exist.
Meant what_is_meant(Program& program, const RevokeOptions& options, const OpenRevocations& store);

}  // namespace tokenshift::cli
