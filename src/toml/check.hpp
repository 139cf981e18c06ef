// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/toml/edit.hpp"

#include "model.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tokenshift::toml {

/// Throws Error{internal} when the documents differ in anything but the changed keys, when one of
/// these is not as it should be, or when toml++ sees other keys in the result than we do.
void check_result(const Document& before, const Document& after,
                  const std::vector<Change>& changes);

/// Calls `report` with each name of a document that toml++ does not see in its text, or sees as
/// something else. The values of scalars are compared for the nodes in `values`. Not at all when
/// toml++ cannot read the text: there are files that it refuses and the server reads
/// (docs/decisions/toml-differences.md).
void compare_with_tomlplusplus(const Model& model, const std::vector<Index>& values,
                               const std::function<void(Index)>& report);

}  // namespace tokenshift::toml
