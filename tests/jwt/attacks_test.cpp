// SPDX-License-Identifier: Apache-2.0
//
// What RFC 8725 warns of, and other ways to have a token accepted that nobody issued.
#include "tokenshift/crypto/base64url.hpp"
#include "tokenshift/jwt/keys.hpp"
#include "tokenshift/jwt/verify.hpp"
#include "tokenshift/jwt/write.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace tokenshift::jwt::test {
namespace {

const crypto::SigningKey& key() {
  static const crypto::SigningKey made = crypto::SigningKey::generate_rsa();
  return made;
}

std::string part(std::string_view json) { return crypto::to_base64url(json); }

const std::string good_claims = R"({"iss":"i","sub":"s"})";

// Signed with the right key, whatever the header says.
std::string with_header(const std::string& header, const std::string& claims = good_claims) {
  return CompactSigner(crypto::Signer(key(), crypto::Algorithm::rs256), header).sign(claims);
}

// What somebody makes who has the public key alone.
std::string by_hmac_with_public_key() {
  const std::string input = part(R"({"alg":"HS256"})") + "." + part(good_claims);
  crypto::Signer signer(
      crypto::SigningKey::from_secret(crypto::Secret(key().verification_key().spki())),
      crypto::Algorithm::hs256);
  return input + "." + crypto::to_base64url(signer.sign(input));
}

// Signed with a key that the header brings along, or says where to get (RFC 8725 §3.10).
std::string by_own_key(const std::string& member) {
  static const crypto::SigningKey own = crypto::SigningKey::generate_rsa();
  std::string header = R"({"alg":"RS256",)" + member + "}";
  const std::size_t place = header.find("JWK");
  if (place != std::string::npos) header.replace(place, 3, bare_jwk(own.verification_key()));
  return CompactSigner(crypto::Signer(own, crypto::Algorithm::rs256), header).sign(good_claims);
}

std::string with_other_last_bits(std::string token) {
  token.back() = token.back() == 'A' ? 'B' : static_cast<char>(token.back() + 1);
  return token;
}

std::string nested(std::size_t depth) {
  return R"({"a":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

std::string many_members(int count) {
  std::string json = "{";
  for (int i = 0; i < count; ++i) json += (i > 0 ? ",\"c" : "\"c") + std::to_string(i) + "\":1";
  return json + "}";
}

struct Attack {
  const char* name;
  Reason reason;
  std::string token;
};

std::vector<Attack> attacks() {
  const std::string good = with_header(R"({"alg":"RS256"})");
  const std::string unsigned_part = "." + part(good_claims) + ".";
  return {
      {"no signature", Reason::alg_none, part(R"({"alg":"none"})") + unsigned_part},
      {"none in capitals", Reason::alg_none, part(R"({"alg":"nOnE"})") + unsigned_part},
      {"none with a signature", Reason::alg_none, with_header(R"({"alg":"none"})")},
      {"signature taken off", Reason::bad_signature, good.substr(0, good.rfind('.') + 1)},
      {"HMAC with the public key", Reason::alg_hmac_with_public_key, by_hmac_with_public_key()},
      {"another family", Reason::alg_not_for_key, with_header(R"({"alg":"ES256"})")},
      {"another padding", Reason::bad_signature, with_header(R"({"alg":"PS256"})")},
      {"another hash", Reason::bad_signature, with_header(R"({"alg":"RS512"})")},
      {"a key in the header", Reason::bad_signature, by_own_key(R"("jwk":JWK)")},
      {"a certificate in the header", Reason::bad_signature, by_own_key(R"("x5c":["MIIB"])")},
      {"the place of a key", Reason::bad_signature,
       by_own_key(R"("jku":"https://evil.example/jwks","x5u":"file:///dev/null")")},
      {"a kid that is a path", Reason::bad_signature, by_own_key(R"("kid":"../../../dev/null")")},
      {"a kid that is SQL", Reason::bad_signature, by_own_key(R"("kid":"x' UNION SELECT 'a")")},
      {"an unknown algorithm", Reason::alg_unknown, with_header(R"({"alg":"rs256"})")},
      {"no algorithm", Reason::alg_missing, with_header("{}")},
      {"an algorithm that is no text", Reason::alg_missing, with_header(R"({"alg":["RS256"]})")},
      {"an extension", Reason::crit, with_header(R"({"alg":"RS256","crit":["b64"],"b64":true})")},
      {"an empty list of extensions", Reason::crit, with_header(R"({"alg":"RS256","crit":[]})")},
      {"compression", Reason::compressed, with_header(R"({"alg":"RS256","zip":"DEF"})")},
      {"the same name twice in the header", Reason::duplicate_member,
       with_header(R"({"alg":"RS256","alg":"none"})")},
      {"the same name twice, once escaped", Reason::duplicate_member,
       with_header(R"({"alg":"RS256"})", R"({"sub":"a","s\u0075b":"b"})")},
      {"the same name twice inside a claim", Reason::duplicate_member,
       with_header(R"({"alg":"RS256"})", R"({"a":{"b":1,"b":2}})")},
      {"unused bits that are set", Reason::bad_base64url, with_other_last_bits(good)},
      {"padding", Reason::bad_base64url, good + "=="},
      {"a blank", Reason::bad_base64url, " " + good},
      {"a line end", Reason::bad_base64url, good + "\n"},
      {"plain base64", Reason::bad_base64url, "e+/+" + good},
      {"more after the claims", Reason::bad_json,
       with_header(R"({"alg":"RS256"})", R"({"a":1}{})")},
      {"claims that are no object", Reason::not_an_object,
       with_header(R"({"alg":"RS256"})", "[1]")},
      {"bytes that are no UTF-8", Reason::bad_utf8,
       with_header(R"({"alg":"RS256"})", "{\"a\":\"\xff\"}")},
      {"deep nesting", Reason::too_deep, with_header(R"({"alg":"RS256"})", nested(32))},
      {"very deep nesting", Reason::too_deep, with_header(R"({"alg":"RS256"})", nested(15'000))},
      {"very many claims", Reason::too_many_values,
       with_header(R"({"alg":"RS256"})", many_members(1001))},
      {"a large header", Reason::too_large,
       with_header(R"({"alg":"RS256","x":")" + std::string(max_header_bytes, 'a') + "\"}")},
      {"a large token", Reason::too_large, good + std::string(max_token_bytes, 'A')},
      {"four parts", Reason::wrong_parts, good + ".AA"},
      {"five parts", Reason::encrypted, good + ".AA.AA"},
      {"no dots", Reason::opaque, "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11"},
      {"the JSON form", Reason::json_serialization, R"({"payload":"e30","signature":"AA"})"},
  };
}

}  // namespace

TEST_CASE("attacks are refused, each for its reason, by both sides") {
  TokenVerifier verifier({{.key = key().verification_key()}}, {.now = Time{}});
  for (const Attack& attack : attacks()) {
    CAPTURE(attack.name);
    const Verification verification = verifier.verify(attack.token);
    CHECK(verification.key == nullptr);
    for (const Verdict* verdict : {&verification.key_manager, &verification.gateway}) {
      CHECK_FALSE(verdict->accepted());
      CHECK(std::ranges::find(verdict->failures, attack.reason, &Failure::reason) !=
            verdict->failures.end());
    }
  }
}

TEST_CASE(
    "attacks are refused where the payload may be anything, too, but for what only claims have") {
  const std::set<Reason> of_claims{
      Reason::bad_json,        Reason::not_an_object,    Reason::bad_utf8, Reason::too_deep,
      Reason::too_many_values, Reason::duplicate_member, Reason::crit,     Reason::compressed};
  TokenVerifier verifier({{.key = key().verification_key()}}, {.signature_only = true});
  for (const Attack& attack : attacks()) {
    if (of_claims.contains(attack.reason)) continue;
    CAPTURE(attack.name);
    CHECK_FALSE(verifier.verify(attack.token).accepted());
  }
}

TEST_CASE("a key that proves nothing is told apart from a wrong one") {
  const auto weak = crypto::SigningKey::generate_rsa(1024);
  TokenVerifier verifier({{.key = weak.verification_key()}}, {.signature_only = true});
  const auto failures = verifier.verify(with_header(R"({"alg":"RS256"})")).key_manager.failures;
  CHECK(failures == std::vector<Failure>{{Reason::key_too_weak, {}}});
}

TEST_CASE("reasons: ids are unique and kebab-case, in the order of the enumeration") {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < reasons().size(); ++i) {
    CHECK(static_cast<std::size_t>(reasons()[i].reason) == i);
    CHECK(ids.insert(reasons()[i].id).second);
    CHECK(reasons()[i].id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
          std::string_view::npos);
    CHECK_FALSE(reasons()[i].explanation.ends_with('.'));
  }
}

}  // namespace tokenshift::jwt::test
