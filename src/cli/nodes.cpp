// SPDX-License-Identifier: Apache-2.0
#include "nodes.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "switching.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <set>

namespace tokenshift::cli {

Option node_argument(std::vector<std::string>& names) {
  return {"NODE", "",
          "the nodes of a distributed deployment: a deployment.toml or an API-M home each; "
          "default: the one of --home",
          &names};
}

Nodes load_nodes(Program& program, const apim::DeploymentRequest& request,
                 const std::vector<std::string>& names) {
  Nodes nodes;
  if (names.empty()) nodes.push_back(load_shared(program, request));
  if (!names.empty() && !(request.home + request.deployment_toml).empty()) {
    throw Error(ErrorKind::usage, "a node is named both as an argument and as an option",
                "name all nodes as arguments: a deployment.toml or an API-M home each");
  }
  std::set<std::filesystem::path> seen;
  for (const std::string& name : names) {
    apim::DeploymentRequest one = request;
    std::error_code ignored;
    (std::filesystem::is_directory(name, ignored) ? one.home : one.deployment_toml) = name;
    nodes.push_back(load_shared(program, one));
    if (!seen.insert(std::filesystem::weakly_canonical(nodes.back()->toml_path, ignored)).second) {
      throw Error(ErrorKind::usage, fmt::format("{} is named twice", printable(name)),
                  "name each node once");
    }
  }
  for (const auto& node : nodes) require_document(*node);
  return nodes;
}

std::string node_words(const apim::DeploymentRequest& request,
                       const std::vector<std::string>& names) {
  std::string words;
  for (const std::string& name : names) words += " " + shell_word(name);
  return words + deployment_words(request);
}

}  // namespace tokenshift::cli
