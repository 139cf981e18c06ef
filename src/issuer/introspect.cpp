// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/introspect.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/jwt/write.hpp"

#include <algorithm>

namespace tokenshift::issuer {
namespace {

using jwt::Claim;

constexpr const char* inactive = R"({"active":false})";

// What is left of the token's life has to be more than this; the verifier's own rule has no such
// margin for access tokens (reference tokens.md §4.5).
constexpr std::int64_t least_rest = 1000;

bool about_to_end(const jwt::KnownClaims& claims, const jwt::Demands& demands) {
  const jwt::JsonValue* exp = claims[Claim::exp];
  const auto end = exp == nullptr ? std::nullopt : jwt::milliseconds_of(*exp);
  if (!end || *end < 0) return true;
  return *end - demands.now.time_since_epoch().count() <= least_rest;
}

void copy(jwt::ObjectWriter& answer, const char* name, const jwt::JsonValue* value) {
  if (value != nullptr) answer.add_json(name, value->raw);
}

std::string active_answer(const jwt::KnownClaims& claims, bool refresh, const NameOf& name_of) {
  jwt::ObjectWriter answer;
  answer.add("active", true);
  copy(answer, "nbf", claims[Claim::iat]);  // of refresh tokens, too, which have no nbf
  const jwt::JsonValue* scope = claims[Claim::rt_scope];
  copy(answer, "scope", refresh && scope != nullptr ? scope : claims[Claim::scope]);
  const std::string name = name_of(claims.text(Claim::entity_id));
  if (!name.empty()) answer.add("username", name);
  answer.add("token_type", refresh ? "Refresh" : "JWT");
  copy(answer, "client_id", claims[Claim::azp]);
  copy(answer, "iat", claims[Claim::iat]);
  copy(answer, "exp", claims[Claim::exp]);
  if (refresh) return answer.json();
  copy(answer, "aud", claims[Claim::aud]);
  copy(answer, "jti", claims[Claim::jti]);
  copy(answer, "sub", claims[Claim::sub]);
  copy(answer, "iss", claims[Claim::iss]);
  return answer.json();
}

void require_self_contained(jwt::Kind kind) {
  if (kind != jwt::Kind::opaque && kind != jwt::Kind::persisted_access) return;
  throw Error(ErrorKind::refused,
              kind == jwt::Kind::opaque
                  ? "this token is opaque: its state is a row of IDN_OAUTH2_ACCESS_TOKEN"
                  : "this token was stored when issued: its state is a row of "
                    "IDN_OAUTH2_ACCESS_TOKEN",
              "ask the server itself, at /oauth2/introspect");
}

}  // namespace

Introspection introspect(jwt::TokenVerifier& verifier, std::string_view token,
                         const NameOf& name_of) {
  jwt::Verification verification = verifier.verify(token);
  require_self_contained(verification.recognition.kind);
  Introspection result{.json = inactive,
                       .reasons = std::move(verification.key_manager.failures),
                       .recognition = verification.recognition};
  const bool refresh = verification.recognition.kind == jwt::Kind::refresh;
  if (result.reasons.empty() && about_to_end(verifier.claims(), verifier.demands())) {
    result.reasons.push_back({jwt::Reason::expired, "it ends within a second"});
  }
  result.active = result.reasons.empty();
  if (result.active) result.json = active_answer(verifier.claims(), refresh, name_of);
  return result;
}

}  // namespace tokenshift::issuer
