// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/key_store.hpp"

#include "tokenshift/apim/resolve.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::apim {
namespace {

constexpr const char* security = "repository/resources/security";
constexpr std::array<std::string_view, 2> tables{"primary", "tls"};

struct Found {
  Resolved value;
  std::string source = "built-in default";
};

// A key of either table: of the file first, then of the pack.
Found setting(const Deployment& deployment, std::string_view name, std::string built_in) {
  if (deployment.document) {
    for (const std::string_view table : tables) {
      const auto value =
          deployment.document->find({"keystore", std::string(table), std::string(name)});
      if (value) return {resolve(deployment, value->content), to_string(value->location)};
    }
  }
  for (const std::string_view table : tables) {
    const auto pack = deployment.pack_defaults.find(fmt::format("keystore.{}.{}", table, name));
    if (pack != deployment.pack_defaults.end()) {
      return {resolve(deployment, pack->second), "default.json"};
    }
  }
  return {{.text = std::move(built_in)}};
}

std::string known(const Found& found, std::string_view name) {
  if (found.value.open.empty()) return found.value.text;
  throw Error(ErrorKind::input,
              fmt::format("{}: keystore.primary.{} has the placeholder {}: {}", found.source, name,
                          printable(found.value.open), found.value.why),
              "name the key store yourself with --key FILE");
}

}  // namespace

KeyStoreSetting key_store_setting(const Deployment& deployment) {
  if (deployment.home.empty()) {
    throw Error(ErrorKind::usage,
                "the key store of a deployment lies in its home, and none is named",
                "name it with --home DIR, or the key store with --key FILE");
  }
  const Found file = setting(deployment, "file_name", "wso2carbon.jks");
  const Found alias = setting(deployment, "alias", "wso2carbon");
  const Found password = setting(deployment, "password", "wso2carbon");
  const Found key_password = setting(deployment, "key_password", "wso2carbon");
  KeyStoreSetting result{.file = deployment.home / security / known(file, "file_name"),
                         .alias = known(alias, "alias"),
                         .source = file.source};
  for (const Found* found : {&password, &key_password}) {
    if (found->value.open.empty() || !result.open.empty()) continue;
    result.open = found->value.open;
    result.why = found->value.why;
  }
  if (password.value.open.empty()) result.password = password.value.text;
  if (key_password.value.open.empty()) result.key_password = key_password.value.text;
  return result;
}

}  // namespace tokenshift::apim
