// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/finding.hpp"

#include <string>
#include <vector>

namespace tokenshift::config {

/// One key that changes.
struct Change {
  std::string key;
  std::string from;  ///< the effective value before; empty when unknown
  std::string to;
};

/// What is to be done to a deployment.toml. Data: nothing is written here.
struct EditPlan {
  std::string before;  ///< the bytes of the file
  std::string after;   ///< equal to `before` when there is nothing to do
  std::vector<Change> changes;
  std::vector<Finding> findings;  ///< notes and warnings for the operator
  bool applies = true;            ///< false on a node where the keys have no effect
};

}  // namespace tokenshift::config
