// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/cluster.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tokenshift::apim {
namespace {

// One thing that nodes can differ in: what each of them says, in the order of the nodes.
struct Votes {
  std::vector<std::string> values;
  std::vector<std::string> nodes;
  Location location;

  void add(const std::string& value, const std::string& node, const Location& where) {
    values.push_back(value);
    nodes.push_back(node);
    if (location.path.empty()) location = where;
  }

  bool agree() const {
    return std::ranges::all_of(values,
                               [this](const std::string& value) { return value == values[0]; });
  }

  // `false on a.toml, b.toml; true on c.toml`
  std::string text() const {
    std::map<std::string, std::string> by_value;
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::string& names = by_value[values[i]];
      names += (names.empty() ? "" : ", ") + nodes[i];
    }
    std::string text;
    for (const auto& [value, names] : by_value) {
      text +=
          fmt::format("{}{} on {}", text.empty() ? "" : "; ", printable(value), printable(names));
    }
    return text;
  }
};

std::string value_of(const Setting& setting) {
  if (setting.source == Source::unknown) return "unknown";
  if (!setting.open.empty()) return setting.open;
  return setting.value.empty() ? "empty" : setting.value;
}

}  // namespace

std::vector<Finding> disagreements(std::span<const std::shared_ptr<const Deployment>> nodes) {
  std::vector<std::pair<std::string, Votes>> topics;
  const auto vote = [&topics](const std::string& topic, const std::string& value,
                              const std::string& node, const Location& where) {
    auto found = std::ranges::find(topics, topic, &std::pair<std::string, Votes>::first);
    if (found == topics.end()) found = topics.insert(topics.end(), {topic, {}});
    found->second.add(value, node, where);
  };
  for (const auto& node : nodes) {
    if (!node_role(*node).issues_tokens) continue;
    const std::string name = node->toml_path.string();
    vote("the version", node->version ? to_string(*node->version) : "unknown", name, {});
    for (const Setting& setting : feature_state(*node).settings) {
      vote(setting.key, value_of(setting), name, setting.location);
    }
  }
  std::vector<Finding> findings;
  for (const auto& [topic, votes] : topics) {
    if (votes.agree()) continue;
    findings.push_back(
        {Severity::error, "nodes-disagree",
         fmt::format("nodes disagree about {}: {}", topic, votes.text()),
         "make all nodes that issue tokens alike; then look again: tokenshift config "
         "show NODE…",
         votes.location});
  }
  return findings;
}

}  // namespace tokenshift::apim
