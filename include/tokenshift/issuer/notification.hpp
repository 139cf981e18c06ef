// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/revocation/write.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::issuer {

/// The header that a control plane wants to see, and its value for API-M's own key manager. It
/// answers 200 to any other, and does nothing.
inline constexpr std::string_view key_manager_header = "X-WSO2-KEY-MANAGER";
inline constexpr std::string_view key_manager_type = "default";

/// Where the events belong.
struct Origin {
  std::string tenant = "carbon.super";
  std::int64_t tenant_id = 0;
  std::string user;  ///< "alice@carbon.super" of a token; may be empty
};

/// What the key manager tells the control plane about a revocation (reference tokens.md §5.4): a
/// JSON text for each token and cut-off. The control plane then writes its own tables and tells the
/// running gateways.
std::vector<std::string> notifications(const revocation::Revocation& revocation,
                                       const Origin& origin, Time now,
                                       const std::function<std::string()>& new_id);

}  // namespace tokenshift::issuer
