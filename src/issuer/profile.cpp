// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/profile.hpp"

namespace tokenshift::issuer {

std::string_view to_string(Profile profile) { return profile == Profile::p43 ? "4.3" : "4.7"; }

std::optional<Profile> parse_profile(std::string_view text) {
  for (const Profile profile : {Profile::p43, Profile::p47}) {
    if (text == to_string(profile)) return profile;
  }
  return std::nullopt;
}

Profile profile_of(const apim::Version& version) {
  return version < apim::first_with_default_on ? Profile::p43 : Profile::p47;
}

}  // namespace tokenshift::issuer
