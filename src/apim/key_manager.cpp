// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/key_manager.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::apim {
namespace {

constexpr const char* id = "key-manager-is";
constexpr const char* hint =
    "the vendor recommends the optimization only where API-M itself is the key manager, and not "
    "with Identity Server; to go on all the same, name the database of its clients: --identity-db "
    "URL --force-is-km";
constexpr const char* forced_hint =
    "the vendor does not recommend it; Identity Server needs the same configuration and the "
    "feature's components, which is not checked";

// Whoever was told and went on is only warned.
Finding finding_of(const Deployment& deployment, std::string message, const Location& location) {
  if (!deployment.force_is_km) return {Severity::error, id, std::move(message), hint, location};
  return {Severity::warning, id, std::move(message), forced_hint, location};
}

}  // namespace

std::optional<Finding> identity_server_as_key_manager(const Deployment& deployment,
                                                      const Catalog& catalog) {
  if (deployment.document) {
    const auto type = deployment.document->find({"apim", "key_manager", "type"});
    if (type && type->content.starts_with("WSO2-IS")) {
      return finding_of(
          deployment,
          fmt::format("{}: apim.key_manager.type is {}", to_string(type->location), type->content),
          type->location);
    }
  }
  const auto resident = std::ranges::find_if(catalog.key_managers, [](const KeyManager& manager) {
    return manager.is_resident() && manager.type != "default";
  });
  if (resident == catalog.key_managers.end()) return std::nullopt;
  return finding_of(deployment,
                    fmt::format("the resident key manager of {} is of the type {}",
                                printable(resident->organization), printable(resident->type)),
                    {});
}

void require_own_key_manager(const Deployment& deployment, const Catalog& catalog) {
  const auto finding = identity_server_as_key_manager(deployment, catalog);
  if (finding && finding->severity == Severity::error) {
    throw Error(ErrorKind::refused, finding->message, finding->hint);
  }
}

}  // namespace tokenshift::apim
