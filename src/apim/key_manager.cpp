// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/key_manager.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::apim {
namespace {

constexpr const char* id = "key-manager-is";
constexpr const char* hint =
    "the vendor does not recommend the optimization with Identity Server as key manager; its "
    "clients live "
    "in IS's own database, which this version does not convert";

}  // namespace

std::optional<Finding> identity_server_as_key_manager(const Deployment& deployment,
                                                      const Catalog& catalog) {
  if (deployment.document) {
    const auto type = deployment.document->find({"apim", "key_manager", "type"});
    if (type && type->content.starts_with("WSO2-IS")) {
      return Finding{
          Severity::error, id,
          fmt::format("{}: apim.key_manager.type is {}", to_string(type->location), type->content),
          hint, type->location};
    }
  }
  const auto resident = std::ranges::find_if(catalog.key_managers, [](const KeyManager& manager) {
    return manager.is_resident() && manager.type != "default";
  });
  if (resident == catalog.key_managers.end()) return std::nullopt;
  return Finding{Severity::error,
                 id,
                 fmt::format("the resident key manager of {} is of the type {}",
                             resident->organization, resident->type),
                 hint,
                 {}};
}

}  // namespace tokenshift::apim
