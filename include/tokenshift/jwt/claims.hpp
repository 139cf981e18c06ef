// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/jwt/json.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tokenshift::jwt {

/// The members of header and claims that the rules look at (tokens.md §1.1, §1.2, §2.1).
enum class Claim : std::uint8_t {
  // header
  alg,
  typ,
  kid,
  x5t,
  crit,
  zip,
  // claims
  iss,
  sub,
  aut,
  aud,
  azp,
  client_id,
  nbf,
  iat,
  exp,
  jti,
  scope,
  entity_id,
  is_consented,
  is_federated,
  usid,
  token_type,
  rt_scope,
  at_hash,
  c_hash,
  nonce,
};
inline constexpr std::size_t claim_count = static_cast<std::size_t>(Claim::nonce) + 1;

std::string_view to_string(Claim claim);

/// The known members of an object, found in one pass: of a repeated name the first.
class KnownClaims {
 public:
  KnownClaims() = default;
  explicit KnownClaims(const JsonObject& object);

  /// nullptr where it is not there.
  const JsonValue* operator[](Claim claim) const {
    return values_[static_cast<std::size_t>(claim)];  // NOLINT: one slot a claim
  }
  bool has(Claim claim) const { return (*this)[claim] != nullptr; }
  /// The content of a string; empty where it is absent or of another type.
  std::string text(Claim claim) const;
  /// Whether it is a string with this content.
  bool is(Claim claim, std::string_view text) const {
    const JsonValue* value = (*this)[claim];
    return value != nullptr && value->is(text);
  }

 private:
  std::array<const JsonValue*, claim_count> values_{};
};

/// `exp` of a token that never expires: floor(Long.MAX_VALUE / 1000) (tokens.md §3).
inline constexpr std::string_view never_expires = "9223372036854775";

}  // namespace tokenshift::jwt
