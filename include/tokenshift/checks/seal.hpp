// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/checks/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tokenshift::checks {

/// How many clients a database held when it was sealed.
struct SealedCounts {
  std::int64_t clients = 0;
  std::int64_t jwt = 0;     ///< of them, those that get JWTs
  std::int64_t opaque = 0;  ///< of them, those that get opaque tokens

  bool operator==(const SealedCounts&) const = default;
};

/// What a deployment was like when its optimization was known to be on. Meant to be committed
/// beside the configuration, so that a later file can be compared with it.
struct Seal {
  std::string deployment;  ///< which one, for people
  Time sealed_at{};
  std::string apim_version;
  std::vector<std::pair<std::string, std::string>> keys;  ///< effective values, flat key to text
  std::string jwt_issuer;                                 ///< the class
  std::optional<SealedCounts> counts = std::nullopt;      ///< where a database was named
  std::optional<Time> last_verified = std::nullopt;       ///< when all clients were found converted
};

/// The seal of a state. Throws Error{refused} when the optimization is not on, the version is
/// unknown, or a value of the set depends on a placeholder.
Seal seal_of(const State& state, std::string deployment, Time now);

/// As JSON, one member a line, with the SHA-256 of all other members as the last one.
std::string to_json(const Seal& seal);

/// Reads what to_json() wrote. Throws Error{input} when it is no seal or its checksum is wrong;
/// `name` names it in the message.
Seal read_seal(std::string_view text, const std::string& name);

}  // namespace tokenshift::checks
