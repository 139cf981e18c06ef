// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "change.hpp"
#include "model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::toml {

/// Puts what is planned for one text together: edits that ascend and do not overlap. Keys of the
/// same new table share a header, a table comes before its sub-tables, families stay together.
/// Nothing when the plans would get in each other's way; then they have to be made one by one.
std::optional<std::vector<Edit>> merged(const Model& model, const std::vector<Intent>& intents);

/// The text with edits that ascend and do not overlap.
std::string with_edits(std::string_view text, const std::vector<Edit>& edits);

}  // namespace tokenshift::toml
