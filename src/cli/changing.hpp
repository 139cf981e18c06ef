// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/toml/edit.hpp"

#include "command.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

// What config set and config unset have in common.

struct ChangeOptions {
  apim::DeploymentRequest deployment;
  std::string key;
  bool dry_run = false;
  bool force = false;
  std::string ticket;

  std::vector<Option> options();
};

/// Plans the change, shows or writes it, and says what comes next. `again` is the command with its
/// arguments, to be named as the next one after a dry run.
int change_key(Program& program, const ChangeOptions& options, const toml::Change& change,
               const std::string& again);

}  // namespace tokenshift::cli
