// SPDX-License-Identifier: Apache-2.0
#include "release.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/lab/lab.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace tokenshift::lab {
namespace {

constexpr auto releases = std::to_array<Release>({
    {"4.2.0", 420, "", ""},
    {"4.3.0", 430, "", "true"},
    {"4.4.0", 440, "", "true"},
    {"4.5.0", 450, "Regular,APK,AWS", "true"},
    {"4.6.0", 460, "Regular,APK,AWS,Azure", "true"},
    {"4.7.0", 470, "Regular,APK,AWS,Azure,Kong,Envoy,APIPlatform", "false"},
});

constexpr auto versions = [] {
  std::array<std::string_view, releases.size()> names;
  std::transform(releases.begin(), releases.end(), names.begin(),
                 [](const Release& release) { return release.version; });
  return names;
}();

}  // namespace

std::span<const std::string_view> known_versions() { return versions; }

const Release& release_of(std::string_view version) {
  const auto* const found = std::find_if(releases.begin(), releases.end(),
                                         [&](const Release& r) { return r.version == version; });
  if (found != releases.end()) return *found;
  throw Error(ErrorKind::usage,
              fmt::format("no practice deployment of version \"{}\"", printable(version)),
              fmt::format("name one of {}", fmt::join(versions, ", ")));
}

}  // namespace tokenshift::lab
