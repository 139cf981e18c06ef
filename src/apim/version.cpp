// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/version.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tokenshift::apim {
namespace {

namespace fs = std::filesystem;

struct PackName {
  std::string_view prefix;  // of product.txt or version.txt; the version follows
  Product product;
};

// The longer prefix first: "wso2am-" starts all of the first four.
constexpr std::array pack_names{
    PackName{"wso2am-acp-", Product::control_plane},
    PackName{"wso2am-universal-gw-", Product::gateway},
    PackName{"wso2am-tm-", Product::traffic_manager},
    PackName{"wso2am-", Product::all_in_one},
    PackName{"wso2is-", Product::identity_server},
    PackName{"wso2mi-", Product::micro_integrator},
    PackName{"WSO2 API Control Plane v", Product::control_plane},
    PackName{"WSO2 Universal Gateway v", Product::gateway},
    PackName{"WSO2 Traffic Manager v", Product::traffic_manager},
    PackName{"WSO2 API Manager v", Product::all_in_one},
    PackName{"WSO2 Identity Server v", Product::identity_server},
    PackName{"WSO2 Micro Integrator v", Product::micro_integrator},
};

std::optional<Pack> parse_pack(std::string_view text, const std::string& source) {
  for (const auto& [prefix, product] : pack_names) {
    if (!text.starts_with(prefix)) continue;
    if (const auto version = parse_version(text.substr(prefix.size()))) {
      return Pack{*version, product, source};
    }
  }
  return std::nullopt;
}

}  // namespace

std::string to_string(const Version& version) {
  return fmt::format("{}.{}.{}", version.major, version.minor, version.patch);
}

std::optional<Version> parse_version(std::string_view text) {
  text = trimmed(text);
  std::array<int, 3> numbers{};
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (; count < numbers.size(); ++count) {
    const auto [stop, error] = std::from_chars(at, end, numbers.at(count));
    if (error != std::errc{} || numbers.at(count) < 0) return std::nullopt;
    at = stop;
    if (at == end || *at != '.' || count == 2) {
      ++count;
      break;
    }
    ++at;
  }
  if (count < 2 || (at != end && *at != '-')) return std::nullopt;
  return Version{numbers[0], numbers[1], numbers[2]};
}

std::string_view to_string(Product product) {
  static constexpr std::array<std::string_view, 8> names{
      "unknown product",       "API-M (all-in-one)",
      "API-M control plane",   "API-M gateway",
      "API-M traffic manager", "WSO2 Identity Server",
      "WSO2 Micro Integrator", "a WSO2 server that is not API-M"};
  return names.at(static_cast<std::size_t>(product));
}

std::optional<Pack> detect_pack(const fs::path& home) {
  for (const char* name : {"updates/product.txt", "bin/version.txt"}) {
    const fs::path file = home / name;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) continue;
    const std::string text = os::read_file(file, 4096);
    if (auto pack = parse_pack(trimmed(text), file.string())) return pack;
    throw Error(ErrorKind::input,
                fmt::format("{}: no product and version that tokenshift knows: \"{}\"",
                            printable(file.string()), printable(trimmed(text).substr(0, 60))),
                "give the version yourself: --apim-version 4.6.0");
  }
  return std::nullopt;
}

}  // namespace tokenshift::apim
