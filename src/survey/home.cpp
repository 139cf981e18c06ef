// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/home.hpp"

#include "tokenshift/apim/cluster.hpp"
#include "tokenshift/apim/key_store.hpp"
#include "tokenshift/apim/running.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/crypto/digest.hpp"
#include "tokenshift/keystore/keystore.hpp"
#include "tokenshift/os/files.hpp"
#include "tokenshift/survey/issuer_class.hpp"

#include "ask.hpp"
#include "key.hpp"
#include "replacements.hpp"

#include <fmt/format.h>

namespace tokenshift::survey {
namespace {

namespace fs = std::filesystem;

constexpr const char* metadata = "repository/resources/conf/.metadata/metadata_config.properties";
constexpr std::size_t md5_digits = 32;

// What the server wrote down of deployment.toml at its last start: a line of Java properties, the
// path and the MD5 of the file (deployment-toml.md §1.4).
std::string md5_of_last_start(const fs::path& file) {
  for (const std::string& line : split(os::read_file(file), '\n')) {
    const std::size_t equals = line.rfind('=');
    if (equals == std::string::npos) continue;
    const std::string_view path = trimmed(std::string_view(line).substr(0, equals));
    const std::string_view value = trimmed(std::string_view(line).substr(equals + 1));
    if (path.ends_with("deployment.toml") && value.size() == md5_digits) return to_lower(value);
  }
  throw Error(ErrorKind::environment,
              fmt::format("{} has no line about deployment.toml", file.string()),
              "start the server once");
}

bool restart_pending(const apim::Deployment& deployment) {
  const std::string rendered = md5_of_last_start(deployment.home / metadata);
  return crypto::md5_hex(os::read_file(deployment.toml_path)) != rendered;
}

// Empty where the key is one of the operator's own.
std::string shipped_key(const apim::Deployment& deployment) {
  const OwnKey own = own_key(deployment);
  if (own.entry().chain.empty()) return {};
  return std::string(keystore::shipped_with(own.entry().chain.front()));
}

Known<std::vector<std::string>> disagreements_with(
    const apim::Deployment& deployment,
    const std::vector<std::shared_ptr<const apim::Deployment>>& others) {
  if (others.empty()) return {std::nullopt, "no other node is named (--node HOME)"};
  std::vector<std::shared_ptr<const apim::Deployment>> nodes{
      std::make_shared<const apim::Deployment>(deployment)};
  nodes.insert(nodes.end(), others.begin(), others.end());
  std::vector<std::string> clauses;
  for (const Finding& finding : apim::disagreements(nodes)) clauses.push_back(finding.message);
  return known(std::move(clauses));
}

}  // namespace

HomeFacts look_at_home(const apim::Deployment& deployment,
                       const std::vector<std::shared_ptr<const apim::Deployment>>& others) {
  return {.path = deployment.home.string(),
          .signs_of_use = ask([&] { return apim::signs_in_home(deployment); }),
          .issuers = ask([&] { return issuer_classes(deployment); }),
          .restart_pending = ask([&] { return restart_pending(deployment); }),
          .replacements = ask([&] { return replacements_of(deployment); }),
          .shipped_key = ask([&] { return shipped_key(deployment); }),
          .disagreements = disagreements_with(deployment, others)};
}

}  // namespace tokenshift::survey
