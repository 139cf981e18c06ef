// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/cluster.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using namespace tokenshift::apim;

namespace {

std::shared_ptr<const Deployment> node(const char* name, const std::string& role,
                                       const std::string& rest, int minor = 6) {
  auto made = std::make_shared<Deployment>();
  made->toml_path = name;
  made->document =
      toml::parse("[server]\nserver_role = \"" + role + "\"\n" + rest, made->toml_path.string());
  made->version = Version{4, minor, 0};
  return made;
}

const std::string on = "[oauth.token_persistence]\nenable = false\n";

}  // namespace

TEST_CASE("nodes that say the same agree, however they say it") {
  const std::vector nodes = {
      node("a", "control-plane", on),
      node("b", "api-key-manager", "[oauth]\ntoken_persistence.enable=\"false\""),
      node("g", "gateway-worker", ""), node("t", "traffic-manager", "")};
  CHECK(disagreements(nodes).empty());
}

TEST_CASE("what nodes disagree about is named with the nodes, and with a place") {
  const std::vector nodes = {node("a", "control-plane", on), node("b", "control-plane", on),
                             node("c", "control-plane", "")};
  const std::vector<Finding> findings = disagreements(nodes);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].id == "nodes-disagree");
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].message ==
        "nodes disagree about oauth.token_persistence.enable: false on a, b; true on c");
  CHECK(to_string(findings[0].location) == "a:4:10");
}

TEST_CASE("an absent key means opposite things on nodes of 4.6 and 4.7") {
  const std::vector nodes = {node("a", "control-plane", "", 6), node("b", "control-plane", "", 7)};
  const std::vector<Finding> findings = disagreements(nodes);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].message == "nodes disagree about the version: 4.6.0 on a; 4.7.0 on b");
}
