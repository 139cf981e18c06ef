// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/finding.hpp"

#include <optional>
#include <string_view>

namespace tokenshift::apim {

/// A text that is no deployment.toml, but where one comes from: a Kubernetes manifest that holds
/// one, a Helm values file, a template of Helm, Ansible or Puppet.
struct ForeignSource {
  Finding finding;  ///< an error with the id `embedded`; its hint says what to edit instead
};

/// What kind of source a text is, told by what is in it; its name is a hint only. Meant for texts
/// that toml::parse() has refused.
std::optional<ForeignSource> foreign_source(std::string_view text, std::string_view name);

}  // namespace tokenshift::apim
