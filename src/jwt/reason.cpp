// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/reason.hpp"

#include <array>

namespace tokenshift::jwt {

std::span<const ReasonRow> reasons() {
  using enum Reason;
  static constexpr auto all = std::to_array<ReasonRow>({
      {opaque, "opaque", false, "it has no dots, so it is not a JWT but a reference to a row"},
      {encrypted, "encrypted", true,
       "it has five parts: an encrypted token (JWE), not a signed one"},
      {json_serialization, "json-serialization", true,
       "it is a JWS in its JSON form; API-M knows the compact form alone"},
      {too_large, "too-large", true, "it is larger than any token that is read"},
      {wrong_parts, "wrong-parts", true, "a signed token has three parts with a dot between each"},
      {bad_base64url, "bad-base64url", true,
       "a part is not canonical base64url: a foreign character, padding, or unused bits that are "
       "set"},
      {bad_json, "bad-json", true, "header or claims are not JSON"},
      {bad_utf8, "bad-utf8", true, "header or claims are not UTF-8"},
      {too_deep, "too-deep", true, "header or claims are nested too deeply"},
      {too_many_values, "too-many-values", true, "header or claims hold too many values"},
      {not_an_object, "not-an-object", true, "header or claims are JSON, but no object"},
      {duplicate_member, "duplicate-member", true,
       "a name occurs twice in one object, so two readers may see two tokens (RFC 7515 §4)"},
      {alg_missing, "alg-missing", false, "the header names no algorithm"},
      {alg_none, "alg-none", false, "the token says that it is not signed (RFC 8725 §3.2)"},
      {alg_unknown, "alg-unknown", false, "the header names an algorithm that is not known"},
      {alg_hmac_with_public_key, "alg-hmac-with-public-key", false,
       "the header names an HMAC, and the key is a public one: anyone who has it could have made "
       "this (RFC 8725 §2.1)"},
      {alg_not_for_key, "alg-not-for-key", false,
       "the algorithm is not one of this key; the key decides (RFC 8725 §3.1)"},
      {alg_not_for_server, "alg-not-for-server", false,
       "the key manager verifies RS and PS algorithms alone"},
      {crit, "crit", false, "the header demands an extension that is not understood"},
      {compressed, "compressed", false,
       "the header says that the claims are compressed (RFC 8725 §3.6)"},
      {no_key, "no-key", false, "there is no key to verify the signature with"},
      {key_not_found, "key-not-found", false, "none of the keys is the one that the header names"},
      {key_too_weak, "key-too-weak", false,
       "the key is too weak for its signatures to prove anything"},
      {bad_signature, "bad-signature", false, "the signature is not of this key over this token"},
      {wrong_kind, "wrong-kind", false, "it is neither an access nor a refresh token"},
      {claim_missing, "claim-missing", false, "a claim that the server needs is not there"},
      {claim_type, "claim-type", false, "a claim is not of the type that it has to be"},
      {wrong_issuer, "wrong-issuer", false, "another server issued it"},
      {wrong_audience, "wrong-audience", false, "it is meant for somebody else"},
      {expired, "expired", false, "its time is over"},
      {not_yet_valid, "not-yet-valid", false, "its time has not come"},
      {wrong_token_type, "wrong-token-type", false, "token_type is there and is not refresh_token"},
      {wrong_typ, "wrong-typ", false, "the header's typ is not the one of this kind of token"},
      {migrated, "migrated", false,
       "it has no entity_id: it was stored when issued, and its row in IDN_OAUTH2_ACCESS_TOKEN "
       "decides"},
      {revoked_token, "revoked-token", false, "this token was revoked"},
      {revoked_client, "revoked-client", false,
       "all tokens of the client up to a moment were revoked"},
      {revoked_user, "revoked-user", false, "all tokens of the user up to a moment were revoked"},
  });
  return all;
}

std::string_view id_of(Reason reason) { return reasons()[static_cast<std::size_t>(reason)].id; }

}  // namespace tokenshift::jwt
