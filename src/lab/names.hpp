// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "random.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tokenshift::lab {

/// A tenant of the practice deployment.
struct Tenant {
  int id;
  std::string_view domain;
  bool active;
  std::string_view key_manager;  ///< UUID of its Resident Key Manager
};

inline constexpr int super_tenant = -1234;
inline constexpr int acme_tenant = 1;
inline constexpr int globex_tenant = 2;
inline constexpr int inactive_tenant = 3;
inline constexpr std::string_view okta_key_manager = "9b1d4f60-5c2e-4a83-8f17-3e6a0c5d2b94";

/// All of them, the super tenant first.
std::span<const Tenant> tenants();

const Tenant& tenant(int id);

/// "maria.santos17": different for different numbers.
std::string user_name(Random& random, std::int64_t number);

/// "MobileCheckout3": different for different numbers of one subscriber.
std::string application_name(Random& random, int number);

}  // namespace tokenshift::lab
