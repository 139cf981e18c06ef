// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/version.hpp"

#include <optional>
#include <string_view>

namespace tokenshift::issuer {

/// The two forms of tokens that API-M issues (reference tokens.md §0.1): p43 is 4.3 to 4.6, p47 is
/// 4.7 and later.
enum class Profile { p43, p47 };

/// "4.3" or "4.7".
std::string_view to_string(Profile profile);

/// Reads "4.3" and "4.7".
std::optional<Profile> parse_profile(std::string_view text);

/// The profile of a release that has the feature.
Profile profile_of(const apim::Version& version);

}  // namespace tokenshift::issuer
