// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/issuer/server_order.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

/// Claims from the command line: `name=text`, and `name=JSON`.
/// Throws Error{usage} for one without a name, one that the server sets itself, a name that is
/// given twice, or what is no JSON.
std::vector<issuer::Member> custom_claims(const std::vector<std::string>& texts,
                                          const std::vector<std::string>& json);

}  // namespace tokenshift::cli
