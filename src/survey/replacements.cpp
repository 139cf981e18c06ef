// SPDX-License-Identifier: Apache-2.0
// What overwrites deployment.toml (deployment-toml.md §2.5): the profile scripts copy a template of
// the pack over it, the entry point of the container copies its configuration volume over the home.
#include "replacements.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/os/files.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::survey {
namespace {

namespace fs = std::filesystem;

constexpr const char* templates = "repository/resources/conf/deployment-templates";
constexpr std::array scripts{"bin/profileSetup.sh", "bin/key-manager.sh"};
constexpr const char* entry_point = "docker-entrypoint.sh";
constexpr std::array volumes{"wso2-config-volume/repository/conf/deployment.toml",
                             "wso2-server-volume/repository/conf/deployment.toml"};

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

// What the server would do with this file in the place of its own.
std::optional<std::string> optimization_of(const apim::Deployment& pack, const fs::path& file) {
  try {
    apim::Deployment other = pack;
    other.toml_path = file;
    other.document = toml::parse(os::read_file(file), file.string());
    if (!apim::node_role(other).issues_tokens) return std::nullopt;
    return std::string(to_string(apim::feature_state(other).optimization));
  } catch (const Error&) {
    return "unreadable";
  }
}

void add(const apim::Deployment& deployment, const fs::path& file, std::string by, bool always,
         std::vector<Replacement>& found) {
  if (auto optimization = optimization_of(deployment, file)) {
    found.push_back({file.string(), std::move(by), *std::move(optimization), always});
  }
}

void add_templates(const apim::Deployment& deployment, std::vector<Replacement>& found) {
  const auto script = std::ranges::find_if(
      scripts, [&](const char* name) { return is_there(deployment.home / name); });
  if (script == scripts.end()) return;  // from 4.5 on the templates are samples
  std::vector<fs::path> files;
  std::error_code problem;
  for (fs::directory_iterator at(deployment.home / templates, problem), end; !problem && at != end;
       at.increment(problem)) {
    if (at->path().extension() == ".toml") files.push_back(at->path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) add(deployment, file, *script, false, found);
}

}  // namespace

std::vector<Replacement> replacements_of(const apim::Deployment& deployment) {
  std::vector<Replacement> found;
  add_templates(deployment, found);
  const fs::path outside = fs::absolute(deployment.home).lexically_normal().parent_path();
  for (const char* volume : volumes) {
    if (is_there(outside / volume)) add(deployment, outside / volume, entry_point, true, found);
  }
  return found;
}

}  // namespace tokenshift::survey
