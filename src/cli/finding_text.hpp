// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/finding.hpp"

#include "program.hpp"

#include <string>
#include <string_view>

namespace tokenshift::cli {

/// A finding as compilers print it: place, severity, message, id; the line with a caret, unless
/// `same_place` says that it was shown just before; the hint. `text` is the file.
std::string finding_text(const Program& program, const Finding& finding, std::string_view text,
                         bool same_place);

}  // namespace tokenshift::cli
