// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/recognise.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::jwt {
namespace {

constexpr std::string_view wso2_claims = "http://wso2.org/claims/";

Recognition of_failures(const CompactToken& token) {
  for (const Failure& failure : token.failures()) {
    if (failure.reason == Reason::opaque) return {Kind::opaque, Profile::unknown};
    if (failure.reason == Reason::encrypted) return {Kind::encrypted, Profile::unknown};
  }
  return {};
}

bool is_false(const JsonValue* value) {
  return value != nullptr && value->type == JsonType::boolean && !value->is_true();
}

// 4.3 to 4.6 always write is_consented and is_federated, 4.7 only where they are true.
Profile access_profile(const KnownClaims& claims) {
  const JsonValue* consented = claims[Claim::is_consented];
  const JsonValue* federated = claims[Claim::is_federated];
  if (is_false(consented) || is_false(federated)) return Profile::p43;
  if (consented == nullptr || federated == nullptr) return Profile::p47;
  return Profile::unknown;
}

Profile refresh_profile(const KnownClaims& header, const KnownClaims& claims) {
  if (header.is(Claim::typ, "rt+jwt") || claims.has(Claim::rt_scope)) return Profile::p47;
  return header.is(Claim::typ, "at+jwt") ? Profile::p43 : Profile::unknown;
}

bool is_backend(const JsonObject& claims) {
  return std::ranges::any_of(claims.members, [](const JsonMember& member) {
    return member.name.raw.starts_with(wso2_claims) || member.name.text().starts_with(wso2_claims);
  });
}

struct Words {
  Kind kind;
  Profile profile;
  std::string_view sentence;
};

constexpr std::array words{
    Words{Kind::access, Profile::p43,
          "an access token of API-M 4.3 to 4.6 with the optimization on: not stored when issued"},
    Words{Kind::access, Profile::p47,
          "an access token of API-M 4.7 with the optimization on: not stored when issued"},
    Words{Kind::access, Profile::unknown,
          "an access token with the optimization on: not stored when issued"},
    Words{Kind::refresh, Profile::p43,
          "a refresh token of API-M 4.3 to 4.6; 4.7 refuses it, because its typ is not rt+jwt"},
    Words{Kind::refresh, Profile::p47, "a refresh token of API-M 4.7"},
    Words{Kind::refresh, Profile::unknown,
          "a refresh token without the typ of either profile; 4.7 answers it with a server error"},
    Words{Kind::persisted_access, Profile::unknown,
          "an access token that was stored when issued (no entity_id): the optimization was off "
          "then, and its row in the database decides"},
    Words{
        Kind::backend, Profile::unknown,
        "a backend JWT (X-JWT-Assertion): the gateway makes it for the API's backend, and it opens "
        "nothing at the gateway"},
    Words{Kind::id, Profile::unknown,
          "an id token: it tells a client who has logged in, and is no access token"},
    Words{Kind::encrypted, Profile::unknown,
          "an encrypted token (JWE): only the holder of the key can read it; API-M issues none as "
          "access token"},
    Words{Kind::opaque, Profile::unknown,
          "still opaque: a reference to a row of the database, not a JWT; its client has not been "
          "converted, or it was issued before that"},
    Words{Kind::other, Profile::unknown, "a JWT, but none of the kinds that API-M issues"},
    Words{Kind::unreadable, Profile::unknown, "no token that can be read"},
};

}  // namespace

std::string_view to_string(Kind kind) {
  static constexpr std::array<std::string_view, 9> names{"access",  "refresh", "persisted-access",
                                                         "backend", "id",      "encrypted",
                                                         "opaque",  "other",   "unreadable"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string_view to_string(Profile profile) {
  static constexpr std::array<std::string_view, 3> names{"unknown", "4.3", "4.7"};
  return names.at(static_cast<std::size_t>(profile));
}

Recognition recognise(const CompactToken& token, const KnownClaims& header,
                      const KnownClaims& claims) {
  if (!token.has_three_parts() || token.claims().members.empty()) return of_failures(token);
  if (header.is(Claim::typ, "rt+jwt") || claims.has(Claim::token_type)) {
    return {Kind::refresh, refresh_profile(header, claims)};
  }
  const bool has_client = claims.has(Claim::azp) || claims.has(Claim::client_id);
  if (has_client && claims.has(Claim::entity_id)) return {Kind::access, access_profile(claims)};
  if (is_backend(token.claims())) return {Kind::backend, Profile::unknown};
  const bool typed = header.is(Claim::typ, "at+jwt");
  const bool from_login =
      claims.has(Claim::at_hash) || claims.has(Claim::c_hash) || claims.has(Claim::nonce);
  if (from_login && !typed) return {Kind::id, Profile::unknown};
  if (claims.has(Claim::jti) && (typed || claims.has(Claim::aut) || has_client)) {
    return {Kind::persisted_access, Profile::unknown};
  }
  return {Kind::other, Profile::unknown};
}

std::string_view sentence_of(const Recognition& recognition) {
  const auto found = std::ranges::find_if(words, [&](const Words& row) {
    return row.kind == recognition.kind && row.profile == recognition.profile;
  });
  return found == words.end() ? words.back().sentence : found->sentence;
}

}  // namespace tokenshift::jwt
