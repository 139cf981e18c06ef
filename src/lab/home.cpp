// SPDX-License-Identifier: Apache-2.0
#include "home.hpp"

#include "tokenshift/base/error.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>

namespace tokenshift::lab {
namespace {

namespace fs = std::filesystem;

struct Default {
  std::string_view key;
  std::string_view value;  // as JSON
};

// Of the product's, the kernel's and the features' default.json; a pack merges them into one.
constexpr auto defaults = std::to_array<Default>({
    {"identity.data_source", R"("jdbc/WSO2AM_DB")"},
    {"oauth.token_validation.app_access_token_validity", R"("1h")"},
    {"oauth.token_validation.user_access_token_validity", R"("1h")"},
    {"oauth.token_validation.refresh_token_validity", R"("1d")"},
    {"oauth.token_validation.authorization_code_validity", R"("5m")"},
    {"oauth.token_renewal.renew_access_token_per_request", "false"},
    {"oauth.token_renewal.renew_refresh_token", "true"},
    {"oauth.token_renewal.extend_refresh_token_expiry_time_on_renewal", "true"},
    {"oauth.token_cleanup.enable", "true"},
    {"oauth.token_generation.retry_count_on_persistence_failures", R"("5")"},
    {"oauth.hash_tokens_and_secrets", "false"},
    {"apim.oauth_config.enable_token_encryption", "false"},
    {"apim.oauth_config.enable_token_hashing", "false"},
    {"transport.https.properties.maxHttpHeaderSize", R"("8192")"},
});

// The keys came with 4.3.0 and turned with 4.7.0.
constexpr auto feature_keys = std::to_array<std::string_view>({
    "oauth.token_persistence.enable",
    "oauth.revoked_token_headers_in_response.enable",
});

void write(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return;
  throw Error(ErrorKind::environment, fmt::format("{}: cannot be written", path.string()),
              "check the free space and the permissions there");
}

}  // namespace

std::string default_json(const Release& release) {
  std::string json = "{";
  auto add = [&, separator = ""](std::string_view key, std::string_view value) mutable {
    json += fmt::format("{}\n  \"{}\": {}", separator, key, value);
    separator = ",";
  };
  for (const Default& entry : defaults) add(entry.key, entry.value);
  if (!release.persistence.empty()) {
    for (const std::string_view key : feature_keys) add(key, release.persistence);
  }
  return json + "\n}\n";
}

void write_home(const fs::path& home, const Release& release, const Request& request) {
  const DataSource apim =
      request.destination ? data_source(request.destination->address) : DataSource{};
  const fs::path toml = home / "repository/conf/deployment.toml";
  write(toml, deployment_toml(release, apim, request.custom_issuer));
  // It may hold somebody's password now.
  if (request.destination) fs::permissions(toml, fs::perms::owner_read | fs::perms::owner_write);
  write(home / "repository/resources/conf/default.json", default_json(release));
  write(home / "updates/product.txt", fmt::format("wso2am-{}", release.version));
  write(home / "bin/version.txt", fmt::format("WSO2 API Manager v{}\n", release.version));
  fs::create_directories(home / "repository/logs");
  fs::create_directories(home / "repository/database");
}

}  // namespace tokenshift::lab
