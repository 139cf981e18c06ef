// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/verify.hpp"

#include "tokenshift/jwt/write.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace tokenshift::jwt::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Members = std::vector<std::pair<std::string, std::string>>;  // values as JSON

constexpr Time issued{seconds{1767225600}};
constexpr Time end{seconds{1767229200}};

const crypto::SigningKey& key() {
  static const crypto::SigningKey made = crypto::SigningKey::generate_rsa();
  return made;
}

// The worked example of API-M 4.7 (reference tokens.md §1.6), with members changed or, where the
// value is empty, left out.
std::string access(const Members& changes = {}, const std::string& typ = "at+jwt") {
  Members members{
      {"sub", "\"u\""},        {"aut", "\"APPLICATION\""}, {"iss", "\"https://h/oauth2/token\""},
      {"entity_id", "\"ck\""}, {"client_id", "\"ck\""},    {"usid", "\"s\""},
      {"aud", "\"ck\""},       {"nbf", "1767225600"},      {"azp", "\"ck\""},
      {"exp", "1767229200"},   {"iat", "1767225600"},      {"jti", "\"j\""}};
  for (const auto& change : changes) {
    const auto same = [&](const auto& member) { return member.first == change.first; };
    const auto found = std::find_if(members.begin(), members.end(), same);
    if (found == members.end()) {
      members.push_back(change);
    } else {
      found->second = change.second;
    }
  }
  ObjectWriter claims;
  for (const auto& [name, value] : members) {
    if (!value.empty()) claims.add_json(name, value);
  }
  const std::string header = ObjectWriter().add("typ", typ).add("alg", "RS256").json();
  return CompactSigner(crypto::Signer(key(), crypto::Algorithm::rs256), header).sign(claims.json());
}

std::string refresh(const std::string& typ) {
  return access({{"token_type", "\"refresh_token\""}, {"aut", ""}, {"nbf", ""}}, typ);
}

Verification judged(const std::string& token, Demands demands) {
  TokenVerifier verifier({{.key = key().verification_key()}}, std::move(demands));
  Verification verification = verifier.verify(token);
  verification.key = nullptr;  // it belonged to the verifier
  return verification;
}

std::string ids(const Verdict& verdict) {
  std::string text;
  for (const Failure& failure : verdict.failures) {
    text += (text.empty() ? "" : " ") + std::string(id_of(failure.reason));
    if (failure.reason == Reason::claim_missing) text += ":" + failure.detail;
  }
  return text;
}

}  // namespace

TEST_CASE("a token as the server issues it is accepted by both sides") {
  const Verification verification =
      judged(access(), {.now = issued, .issuer = "https://h/oauth2/token"});
  CHECK(ids(verification.key_manager).empty());
  CHECK(ids(verification.gateway).empty());
  CHECK(verification.accepted());
  CHECK(verification.recognition.kind == Kind::access);
  CHECK(verification.recognition.profile == Profile::p47);
}

TEST_CASE("at the very end the key manager still accepts a token, the gateway no longer does") {
  const Verification at_end = judged(access(), {.now = end});
  CHECK(ids(at_end.key_manager).empty());
  CHECK(ids(at_end.gateway) == "expired");
  CHECK(ids(judged(access(), {.now = end + milliseconds{1}}).key_manager) == "expired");
  CHECK(ids(judged(access(), {.now = end - milliseconds{1}}).gateway).empty());
}

TEST_CASE("the key manager's skew shortens a token's life, the gateway's leeway lengthens it") {
  const Demands demands{.now = end - seconds{5}, .leeway = seconds{10}, .skew = seconds{10}};
  const Verification before = judged(access(), demands);
  CHECK(ids(before.key_manager) == "expired");
  CHECK(ids(before.gateway).empty());
  Demands after = demands;
  after.now = end + seconds{9};
  CHECK(ids(judged(access(), after).gateway).empty());
  after.now = end + seconds{10};
  CHECK(ids(judged(access(), after).gateway) == "expired");
  // It loosens nbf.
  CHECK(ids(judged(access(), {.now = issued - seconds{10}, .skew = seconds{10}}).key_manager)
            .empty());
  CHECK(ids(judged(access(), {.now = issued - seconds{11}, .skew = seconds{10}}).key_manager) ==
        "not-yet-valid");
}

TEST_CASE("a refresh token needs a whole second, and the skew lengthens its life") {
  CHECK(ids(judged(refresh("rt+jwt"), {.now = end - seconds{1}}).key_manager).empty());
  CHECK(ids(judged(refresh("rt+jwt"), {.now = end - milliseconds{999}}).key_manager) == "expired");
  CHECK(ids(judged(refresh("rt+jwt"), {.now = end + seconds{1}, .skew = seconds{2}}).key_manager)
            .empty());
}

TEST_CASE("a refresh token of 4.3 to 4.6 is refused by 4.7") {
  const Verification own = judged(refresh("at+jwt"), {.now = issued});
  CHECK(own.recognition.profile == Profile::p43);
  CHECK(ids(own.key_manager).empty());
  CHECK_FALSE(own.gateway.asked);
  CHECK(own.accepted());
  CHECK(ids(judged(refresh("at+jwt"), {.now = issued, .server = Profile::p47}).key_manager) ==
        "wrong-typ");
}

TEST_CASE("each claim that the key manager needs is missed when it is not there") {
  for (const char* name : {"iss", "sub", "azp", "jti", "exp", "iat", "usid", "aud"}) {
    CAPTURE(name);
    CHECK(ids(judged(access({{name, ""}}), {.now = issued}).key_manager) ==
          std::string("claim-missing:") + name);
  }
}

TEST_CASE("all failures are listed, not the first alone") {
  const Verification verification =
      judged(access({{"usid", ""}, {"jti", "7"}}),
             {.now = end + seconds{1}, .issuer = "x", .audience = "y"});
  CHECK(ids(verification.key_manager) ==
        "claim-type claim-missing:usid wrong-issuer wrong-audience expired");
  CHECK(ids(verification.gateway) == "claim-type wrong-issuer wrong-audience expired");
}

TEST_CASE("a token that was stored when issued is the database's to judge") {
  const Verification verification = judged(access({{"entity_id", ""}}), {.now = issued});
  CHECK(verification.recognition.kind == Kind::persisted_access);
  CHECK(ids(verification.key_manager) == "migrated");
  CHECK(ids(verification.gateway).empty());
  CHECK_FALSE(verification.accepted());
}

TEST_CASE("a token that never expires does not, and needs no overflow to say so") {
  const std::string token = access({{"exp", "9223372036854775"}});
  const Verification verification =
      judged(token, {.now = end + seconds{100}, .leeway = seconds{86400}, .skew = seconds{86400}});
  CHECK(verification.accepted());
}

TEST_CASE("aud may be a list") {
  const std::string token = access({{"aud", R"(["a","b"])"}});
  CHECK(judged(token, {.now = issued, .audience = "b"}).accepted());
  CHECK_FALSE(judged(token, {.now = issued, .audience = "c"}).accepted());
}

TEST_CASE("revocation is asked of each side, with what that side looks at") {
  std::vector<Side> asked;
  Demands demands{.now = issued};
  demands.revocations = [&](Side side, const Identity& identity) -> std::vector<Failure> {
    asked.push_back(side);
    CHECK(identity.jti == "j");
    CHECK(identity.azp == "ck");
    CHECK(identity.sub == "u");
    CHECK(identity.entity_id == "ck");
    CHECK(identity.issued == 1767225600);
    if (side == Side::gateway) return {};
    return {{Reason::revoked_client, "until 2026"}};
  };
  const Verification verification = judged(access(), demands);
  CHECK(asked == std::vector{Side::key_manager, Side::gateway});
  CHECK(ids(verification.key_manager) == "revoked-client");
  CHECK(verification.gateway.accepted());
  CHECK(differences(verification, {}, demands).size() == 1);
}

TEST_CASE("kinds of tokens are told apart") {
  struct Row {
    Members changes;
    std::string typ;
    Kind kind;
    Profile profile;
  };
  for (const Row& row :
       {Row{{{"is_consented", "false"}}, "at+jwt", Kind::access, Profile::p43},
        Row{{{"is_consented", "true"}}, "at+jwt", Kind::access, Profile::p47},
        Row{{{"token_type", "\"refresh_token\""}}, "rt+jwt", Kind::refresh, Profile::p47},
        Row{{{"token_type", "\"refresh_token\""}, {"rt_scope", "\"a\""}},
            "x",
            Kind::refresh,
            Profile::p47},
        Row{{{"client_id", ""}, {"entity_id", ""}, {"at_hash", "\"a\""}},
            "JWT",
            Kind::id,
            Profile::unknown},
        Row{{{"client_id", ""}, {"entity_id", ""}, {"http://wso2.org/claims/apiname", "\"a\""}},
            "JWT",
            Kind::backend,
            Profile::unknown}}) {
    CAPTURE(to_string(row.kind));
    const Verification verification = judged(access(row.changes, row.typ), {.now = issued});
    CHECK(to_string(verification.recognition.kind) == to_string(row.kind));
    CHECK(verification.recognition.profile == row.profile);
    const bool only_known = row.kind == Kind::id || row.kind == Kind::backend;
    CHECK((ids(verification.gateway) == "wrong-kind") == only_known);
  }
}

}  // namespace tokenshift::jwt::test
