// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/checks/suppression.hpp"
#include "tokenshift/config/lint.hpp"

#include <string>
#include <vector>

namespace tokenshift::checks {

/// One deployment.toml at one time, with what follows from it.
struct State {
  apim::Deployment deployment;  ///< its document holds the part that could be read
  apim::FeatureState feature;
  apim::NodeRole node;
  config::Linted linted;
  std::vector<Suppression> suppressions;
  bool gone = false;  ///< there is no such file any more; only what was before can be judged

  /// On, and on a node where that matters.
  bool is_on() const {
    return feature.optimization == apim::Optimization::on && node.issues_tokens;
  }
};

/// Reads a text as the server would. `pack` tells the version and the defaults; `name` is used in
/// locations. Whatever is wrong with the text is in `linted`.
/// Throws Error{input} when the text is longer than a document may be.
State state_of(std::string text, std::string name, apim::Deployment pack);

/// What is left when a file was removed: the optimization is off, since nothing says otherwise.
State gone_state(std::string name, apim::Deployment pack);

}  // namespace tokenshift::checks
