// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/claims.hpp"

namespace tokenshift::jwt {
namespace {

constexpr std::array<std::string_view, claim_count> names{
    "alg",        "typ",      "kid",     "x5t",       "crit",         "zip",          "iss",
    "sub",        "aut",      "aud",     "azp",       "client_id",    "nbf",          "iat",
    "exp",        "jti",      "scope",   "entity_id", "is_consented", "is_federated", "usid",
    "token_type", "rt_scope", "at_hash", "c_hash",    "nonce"};

constexpr std::size_t slots = 64;
constexpr std::uint8_t empty_slot = 255;

// Different for all the names above, which the table below makes sure of.
constexpr std::size_t slot_of(std::string_view name) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(name[i]));
  };
  return (name.size() * 44 + byte(0) * 15 + byte(name.size() / 2) * 37 +
          byte(name.size() - 1) * 9) %
         slots;
}

constexpr std::array<std::uint8_t, slots> table = [] {
  std::array<std::uint8_t, slots> made{};
  made.fill(empty_slot);
  for (std::size_t i = 0; i < names.size(); ++i) {
    // Not a constant expression when two names meet: then choose other factors in slot_of().
    if (made[slot_of(names[i])] != empty_slot) throw "two names in one slot";
    made[slot_of(names[i])] = static_cast<std::uint8_t>(i);
  }
  return made;
}();

}  // namespace

std::string_view to_string(Claim claim) { return names[static_cast<std::size_t>(claim)]; }

KnownClaims::KnownClaims(const JsonObject& object) {
  const auto take = [this](std::string_view name, const JsonValue& value) {
    if (name.empty()) return;
    const std::uint8_t slot = table[slot_of(name)];
    if (slot == empty_slot || names[slot] != name || values_[slot] != nullptr) return;
    values_[slot] = &value;
  };
  for (const JsonMember& member : object.members) {
    if (member.name.plain) {
      take(member.name.raw, member.value);
    } else {
      take(member.name.text(), member.value);
    }
  }
}

std::string KnownClaims::text(Claim claim) const {
  const JsonValue* value = (*this)[claim];
  return value != nullptr && value->type == JsonType::string ? value->string().text()
                                                             : std::string();
}

}  // namespace tokenshift::jwt
