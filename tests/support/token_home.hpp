// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/jwt_client.hpp"
#include "support/practice.hpp"

#include <string>
#include <vector>

namespace tokenshift::test {

/// A practice deployment with a client that gets JWTs, and the commands on it.
struct TokenHome {
  Practice practice{50};
  std::string client = jwt_client(*practice.open());

  /// tokenshift token VERB --home …
  Ran on_it(const std::string& verb, const std::vector<std::string>& more,
            const std::string& input = {}) const;
  /// tokenshift token issue for the client.
  Ran issue(const std::vector<std::string>& more = {}) const;
  /// The id of a user in the deployment's own user store.
  std::string user(const std::string& name) const;
};

}  // namespace tokenshift::test
