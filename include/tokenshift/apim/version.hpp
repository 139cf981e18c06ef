// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::apim {

/// A release of API-M: 4.6.0.
struct Version {
  int major = 0;
  int minor = 0;
  int patch = 0;

  auto operator<=>(const Version&) const = default;
};

std::string to_string(const Version& version);

/// Reads "4.6", "4.6.0", also with a suffix as in "4.7.0-beta"; nothing else.
std::optional<Version> parse_version(std::string_view text);

/// The feature tables and the component that honours the key ship first here (reference database.md
/// §0.8).
inline constexpr Version first_with_feature{4, 3, 0};

/// From here an absent key means "on", and a client decides for itself (deployment-toml.md §0.1).
inline constexpr Version first_with_default_on{4, 7, 0};

/// What kind of server a home or file belongs to.
enum class Product {
  unknown,
  all_in_one,
  control_plane,
  gateway,
  traffic_manager,
  identity_server,
  micro_integrator,
  other,  ///< a Carbon server that is none of these
};

/// "API-M (all-in-one)", "API-M gateway", "WSO2 Identity Server", …
std::string_view to_string(Product product);

/// What a pack says about itself.
struct Pack {
  Version version;
  Product product = Product::unknown;
  std::string source;  ///< the file that says so
};

/// Reads `updates/product.txt`, then `bin/version.txt`, of an API-M home (deployment-toml.md §1.4).
/// Nothing when neither is there. Throws Error{input} when one is there and cannot be understood.
std::optional<Pack> detect_pack(const std::filesystem::path& home);

}  // namespace tokenshift::apim
