// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"

#include <string>
#include <string_view>

namespace tokenshift::apim {

/// A text of deployment.toml as the server sees it once its placeholders are resolved
/// (deployment-toml.md §2.2).
struct Resolved {
  std::string text;  ///< with every placeholder replaced that can be
  bool changed = false;
  std::string open;  ///< the first placeholder that cannot be resolved here, "$env{X}"; else empty
  std::string why;   ///< why not, one clause
};

/// Resolves `$ref{flat.key}` from the file and the defaults of the pack, and `$env{NAME}` where the
/// deployment was loaded with an environment. `$sys{}` and `$secret{}` only the server can resolve.
Resolved resolve(const Deployment& deployment, std::string_view text);

/// The same for a text inside an array of tables, where the server leaves `$ref{}` as it is.
Resolved resolve_in_array(const Deployment& deployment, std::string_view text);

}  // namespace tokenshift::apim
