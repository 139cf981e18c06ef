// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/config/edit_plan.hpp"
#include "tokenshift/toml/edit.hpp"

#include <string>
#include <string_view>

namespace tokenshift::config {

/// How a value that people type is written in the file. What reads as a TOML value is that; other
/// text becomes a string, and so does everything with `as_string`.
/// Throws Error{usage} for what looks like a TOML value and is none: `False`, `"open`, `[1, 2`.
std::string literal_for(std::string_view value, bool as_string);

/// Plans the change of one key. Needs a document.
///
/// The optimization is not switched by the way: an edit after which it would be on is refused
/// (`config enable` is the gate), and so is one after which it would be anything else than before,
/// unless a ticket says that somebody has decided it.
/// Throws Error{refused} then, and where no edit is safe; Error{usage} as toml::edited() does.
EditPlan plan_change(const apim::Deployment& deployment, const toml::Change& change,
                     const std::string& ticket);

}  // namespace tokenshift::config
