// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/node.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using namespace tokenshift::apim;

namespace {

NodeRole role_of(const char* text, Product product = Product::unknown) {
  Deployment deployment;
  deployment.document = toml::parse(text, "deployment.toml");
  deployment.product = product;
  deployment.version_source = "updates/product.txt";
  return node_role(deployment);
}

constexpr const char* all_in_one = R"([server]
server_role = "default"
[database.apim_db]
url = "jdbc:h2:x"
[[event_listener]]
id = "token_revocation"
)";

}  // namespace

TEST_CASE("an all-in-one, a control plane and a key manager issue tokens") {
  CHECK(role_of(all_in_one).issues_tokens);
  CHECK(role_of(all_in_one, Product::all_in_one).issues_tokens);
  CHECK(role_of("[server]\nserver_role = \"control-plane\"\n").issues_tokens);
  CHECK(role_of("[server]\nserver_role = \"api-key-manager-node\"\n").issues_tokens);
}

TEST_CASE("gateways and traffic managers do not, by pack, role or content") {
  const auto is = [](const NodeRole& role, Product product) {
    CHECK_FALSE(role.issues_tokens);
    CHECK(role.product == product);
    CHECK_FALSE(role.why.empty());
  };
  is(role_of(all_in_one, Product::gateway), Product::gateway);
  is(role_of(all_in_one, Product::traffic_manager), Product::traffic_manager);
  is(role_of("[server]\nserver_role = \"gateway-worker\"\n"), Product::gateway);
  is(role_of("[server]\nserver_role = \"traffic-manager\"\n", Product::all_in_one),
     Product::traffic_manager);
  is(role_of("[server]\nserver_role = \"default\"\n[apim.cors]\nx = 1\n"), Product::gateway);
  is(role_of("[server]\nserver_role = \"default\"\n[database.apim_db]\nurl = \"x\"\n"),
     Product::traffic_manager);
}

TEST_CASE("other servers are told from API-M") {
  CHECK(role_of("[server]\nhostname = \"x\"\n[database.identity_db]\nurl = \"x\"\n").product ==
        Product::identity_server);
  CHECK(role_of("[server]\nhostname = \"x\"\n[internal_apis.file_user_store]\nenable = false\n")
            .product == Product::micro_integrator);
  CHECK(role_of("[server]\nhostname = \"x\"\n[encryption]\nkey = \"x\"\n").product ==
        Product::other);
}
