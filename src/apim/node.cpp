// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tokenshift::apim {
namespace {

struct RoleName {
  std::string_view server_role;
  Product product;
};

constexpr std::array server_roles{
    RoleName{"gateway-worker", Product::gateway},
    RoleName{"traffic-manager", Product::traffic_manager},
    RoleName{"control-plane", Product::control_plane},
    RoleName{"api-key-manager", Product::control_plane},
    RoleName{"api-key-manager-node", Product::control_plane},
    RoleName{"api-key-manager-deprecated", Product::control_plane},
};

bool issues(Product product) {
  return product == Product::all_in_one || product == Product::control_plane;
}

// What a file configures, as far as it tells one kind of server from another.
struct Signs {
  bool apim = false;         // any apim.* key
  bool apim_db = false;      // [database.apim_db]
  bool identity_db = false;  // [database.identity_db]: Identity Server
  bool server_role = false;  // only API-M's files have it
  bool micro_integrator = false;
  bool issuer = false;  // what only a token-issuing API-M node configures
};

Signs signs_of(const toml::Document& document) {
  Signs signs;
  document.for_each([&](const toml::KeyPath& key, const toml::Value& value) {
    const std::string& top = key.front();
    const auto below = [&](std::string_view name) { return key.size() > 1 && key[1] == name; };
    signs.apim = signs.apim || top == "apim";
    signs.apim_db = signs.apim_db || (top == "database" && below("apim_db"));
    signs.identity_db = signs.identity_db || (top == "database" && below("identity_db"));
    signs.server_role = signs.server_role || (top == "server" && below("server_role"));
    signs.micro_integrator = signs.micro_integrator || top == "internal_apis" ||
                             top == "transaction_counter" ||
                             value.content.find("micro.integrator") != std::string::npos;
    signs.issuer = signs.issuer || top == "oauth" || top == "service_provider";
  });
  signs.issuer = signs.issuer || !document.elements({"event_listener"}).empty() ||
                 !document.elements({"apim", "gateway", "environment"}).empty() ||
                 !document.elements({"oauth", "extensions", "token_types"}).empty();
  return signs;
}

NodeRole from_content(const Signs& signs) {
  if (signs.micro_integrator) {
    return {false, Product::micro_integrator, "the file configures a Micro Integrator"};
  }
  if (signs.identity_db && !signs.apim_db) {
    return {false, Product::identity_server,
            "the file configures [database.identity_db], as only Identity Server does"};
  }
  if (!signs.apim && !signs.apim_db && !signs.server_role) {
    return {false, Product::other, "the file configures nothing of API-M"};
  }
  if (signs.issuer)
    return {true, Product::unknown, "the file configures a node that issues tokens"};
  if (signs.apim && !signs.apim_db) {
    return {false, Product::gateway,
            "the file has [apim.…] but no [database.apim_db], as on a gateway"};
  }
  if (!signs.apim) {
    return {
        false, Product::traffic_manager,
        "the file has neither [apim.…], [oauth.…] nor [[event_listener]], as on a traffic manager"};
  }
  return {true, Product::unknown, "nothing says that the node does not issue tokens"};
}

}  // namespace

NodeRole node_role(const Deployment& deployment) {
  if (deployment.product != Product::unknown && deployment.product != Product::all_in_one) {
    return {issues(deployment.product), deployment.product,
            fmt::format("{} says so", deployment.version_source)};
  }
  if (!deployment.document) {
    return {true, deployment.product, "no deployment.toml was read"};
  }
  // An all-in-one pack can run as any node: there the role decides.
  if (const auto role = deployment.document->find({"server", "server_role"})) {
    const auto known = std::ranges::find(server_roles, role->content, &RoleName::server_role);
    if (known != server_roles.end()) {
      return {issues(known->product), known->product,
              fmt::format("{}: server.server_role is \"{}\"", to_string(role->location),
                          role->content)};
    }
  }
  if (deployment.product == Product::all_in_one) {
    return {true, Product::all_in_one, fmt::format("{} says so", deployment.version_source)};
  }
  return from_content(signs_of(*deployment.document));
}

}  // namespace tokenshift::apim
