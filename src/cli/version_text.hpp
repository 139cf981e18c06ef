// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace tokenshift::cli {

/// What --version prints: "tokenshift 0.1.0", and with `-o json` the libraries and features, too.
/// `words`: what follows on the line. Throws Error{usage} for anything but an output format.
std::string version_text(const std::vector<std::string>& words);

}  // namespace tokenshift::cli
