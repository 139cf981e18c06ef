// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/introspect.hpp"

#include "tokenshift/issuer/revocations.hpp"
#include "tokenshift/revocation/write.hpp"

#include "issuer/fixtures.hpp"
#include "support/errors.hpp"
#include "support/stores.hpp"

#include <doctest/doctest.h>

namespace tokenshift::issuer {
namespace {

using std::chrono::milliseconds;

Time after(std::int64_t ms) { return Time{milliseconds{example_second * 1000 + ms}}; }

std::vector<jwt::TrustedKey> trusted() { return {{.key = test_key().verification_key()}}; }

Introspection ask(const std::string& token, Time now, db::Connection* store = nullptr) {
  jwt::Demands demands{.now = now, .issuer = "https://localhost:9443/oauth2/token"};
  if (store != nullptr) demands.revocations = revocation_query(*store);
  jwt::TokenVerifier verifier(trusted(), demands);
  return introspect(verifier, token, [](const std::string& entity) {
    return entity == example_user ? std::string("alice@carbon.super") : std::string();
  });
}

TEST_CASE("an active access token is answered for as the server does") {
  const Issued issued =
      make_issuer({}, fixed_sources("123")).issue(example_request(Grant::password));
  const Introspection answer = ask(issued.access_token, after(0));
  CHECK(answer.active);
  CHECK(
      answer.json ==
      filled(R"({"active":true,"nbf":1767225600,"scope":"default","username":"alice@carbon.super",)"
             R"("token_type":"JWT","client_id":"<client>","iat":1767225600,"exp":1767229200,)"
             R"("aud":"<client>","jti":"<1>","sub":"<user>","iss":"<issuer>"})"));
}

TEST_CASE("an active refresh token is answered for in less words, whatever its profile") {
  for (const Profile profile : {Profile::p43, Profile::p47}) {
    const Issued issued = make_issuer({.profile = profile}).issue(example_request(Grant::password));
    const Introspection answer = ask(issued.refresh_token, after(0));
    CHECK(answer.json == filled(R"({"active":true,"nbf":1767225600,"scope":"default",)"
                                R"("username":"alice@carbon.super","token_type":"Refresh",)"
                                R"("client_id":"<client>","iat":1767225600,"exp":1767312000})"));
  }
}

TEST_CASE("an unknown name is left out, and a token that never ends keeps its digits") {
  Request request = example_request(Grant::client_credentials);
  request.validity = std::chrono::seconds{-1};
  const Introspection answer = ask(make_issuer().issue(request).access_token, after(0));
  CHECK(answer.active);
  CHECK(answer.json.find("username") == std::string::npos);
  CHECK(answer.json.find(R"("exp":9223372036854775,)") != std::string::npos);
}

TEST_CASE("what is not active is answered for with nothing but that") {
  const Issued issued = make_issuer().issue(example_request(Grant::password));
  std::string broken = issued.access_token;
  broken.back() = broken.back() == 'A' ? 'Q' : 'A';
  const std::string other_issuer = make_issuer({.issuer = "https://other/oauth2/token"})
                                       .issue(example_request(Grant::password))
                                       .access_token;
  for (const std::string& token : {broken, other_issuer, std::string("a.b.c")}) {
    const Introspection answer = ask(token, after(0));
    CHECK_FALSE(answer.active);
    CHECK(answer.json == R"({"active":false})");
    CHECK_FALSE(answer.reasons.empty());
  }
}

TEST_CASE("a token in its last second is not active any more") {
  const Issued issued = make_issuer().issue(example_request(Grant::password));
  CHECK(ask(issued.access_token, after(3600'000 - 1001)).active);
  for (const std::int64_t ms : {3600'000 - 1000, 3600'000 - 1, 3600'000, 3600'001}) {
    const Introspection answer = ask(issued.access_token, after(ms));
    CHECK_FALSE(answer.active);
    REQUIRE(answer.reasons.size() == 1);
    CHECK(answer.reasons.front().reason == jwt::Reason::expired);
  }
}

TEST_CASE("each of the three ways to revoke makes a token inactive") {
  using revocation::Whose;
  const Issued issued = make_issuer().issue(example_request(Grant::password));
  const revocation::Revocation by_token{
      .tokens = {{.jti = issued.access.jti, .client = example_client, .expires = after(0)}}};
  const revocation::Revocation by_client{
      .cut_offs = {{Whose::client, example_client, "carbon.super", after(500)}}};
  const revocation::Revocation by_user{
      .cut_offs = {{Whose::user, example_user, "carbon.super", after(500)}}};
  struct Row {
    const revocation::Revocation& revocation;
    jwt::Reason reason;
  };
  for (const Row& row :
       {Row{by_token, jwt::Reason::revoked_token}, Row{by_client, jwt::Reason::revoked_client},
        Row{by_user, jwt::Reason::revoked_user}}) {
    test::on_each_store([&](const test::Store& store) {
      const auto database = store.open();
      CHECK(ask(issued.access_token, after(1000), database.get()).active);
      revocation::write(*database, row.revocation, test::counting_ids());
      const Introspection answer = ask(issued.access_token, after(1000), database.get());
      CHECK_FALSE(answer.active);
      REQUIRE(answer.reasons.size() == 1);
      CHECK(answer.reasons.front().reason == row.reason);
    });
  }
}

TEST_CASE("a client_credentials token is cut off by its client and by its owner's rows") {
  using revocation::Whose;
  const Issued issued = make_issuer().issue(example_request(Grant::client_credentials));
  for (const Whose whose : {Whose::client, Whose::users_client}) {
    test::on_each_store([&](const test::Store& store) {
      const auto database = store.open();
      revocation::write(*database,
                        {.cut_offs = {{whose, example_client, "carbon.super", after(500)}}},
                        test::counting_ids());
      CHECK_FALSE(ask(issued.access_token, after(1000), database.get()).active);
    });
  }
}

TEST_CASE("a token whose state is a row of the database is not guessed at") {
  const Issued issued = make_issuer().issue(example_request(Grant::password));
  for (const char* token : {"5f0c2a4e-5b8d-3a53-9f3e-0c6d3a6c1a11"}) {
    CHECK(test::error_of([&] { ask(token, after(0)); }).kind() == ErrorKind::refused);
  }
}

}  // namespace
}  // namespace tokenshift::issuer
