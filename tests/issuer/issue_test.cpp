// SPDX-License-Identifier: Apache-2.0
// What is issued is, byte for byte, what reference tokens.md works out for the server.
#include "tokenshift/issuer/issue.hpp"

#include "tokenshift/crypto/digest.hpp"
#include "tokenshift/crypto/signature.hpp"
#include "tokenshift/jwt/compact.hpp"

#include "issuer/fixtures.hpp"

#include <doctest/doctest.h>

namespace tokenshift::issuer {
namespace {

using std::chrono::seconds;

constexpr const char* client_credentials_access =
    R"({"sub":"<owner>","aut":"APPLICATION","iss":"<issuer>","app_td":"carbon.super",)"
    R"("entity_id":"<client>","client_id":"<client>","usid":"<2>","aud":"<client>",)"
    R"("nbf":1767225600,"azp":"<client>","scope":"default","exp":1767229200,)"
    R"("iat":1767225600,"jti":"<1>","user_td":"carbon.super"})";
constexpr const char* password_access =
    R"({"sub":"<user>","aut":"APPLICATION_USER","iss":"<issuer>",)"
    R"("app_td":"carbon.super","entity_id":"<user>","client_id":"<client>",)"
    R"("usid":"<4>","aud":"<client>","nbf":1767225600,"azp":"<client>",)"
    R"("scope":"default","exp":1767229200,"iat":1767225600,"jti":"<3>",)"
    R"("user_td":"carbon.super"})";
constexpr const char* password_refresh =
    R"({"sub":"<user>","aud":"<issuer>","azp":"<client>","iss":"<issuer>",)"
    R"("exp":1767312000,"token_type":"refresh_token","entity_id":"<user>",)"
    R"("iat":1767225600,"jti":"<5>","client_id":"<client>","rt_scope":"default",)"
    R"("usid":"<4>"})";
constexpr const char* code_access =
    R"({"sub":"<user>","aut":"APPLICATION_USER","is_consented":true,"iss":"<issuer>",)"
    R"("app_td":"carbon.super","entity_id":"<user>","client_id":"<client>",)"
    R"("usid":"<7>","aud":"<client>","nbf":1767225600,"azp":"<client>",)"
    R"("scope":"openid","exp":1767229200,"iat":1767225600,"jti":"<6>",)"
    R"("user_td":"carbon.super"})";
constexpr const char* code_refresh =
    R"({"sub":"<user>","is_consented":true,"iss":"<issuer>",)"
    R"("token_type":"refresh_token","entity_id":"<user>","client_id":"<client>",)"
    R"("rt_scope":"openid","usid":"<7>","aud":"<issuer>","azp":"<client>",)"
    R"("exp":1767312000,"iat":1767225600,"jti":"<8>"})";
constexpr const char* renewed_access =
    R"({"sub":"<user>","aut":"APPLICATION_USER","is_consented":true,"iss":"<issuer>",)"
    R"("app_td":"carbon.super","entity_id":"<user>","client_id":"<client>",)"
    R"("usid":"<a>","aud":"<client>","nbf":1767227400,"azp":"<client>",)"
    R"("scope":"openid","exp":1767231000,"iat":1767227400,"jti":"<9>",)"
    R"("user_td":"carbon.super"})";
constexpr const char* renewed_refresh =
    R"({"sub":"<user>","is_consented":true,"iss":"<issuer>",)"
    R"("token_type":"refresh_token","entity_id":"<user>","client_id":"<client>",)"
    R"("rt_scope":"openid","usid":"<a>","aud":"<issuer>","azp":"<client>",)"
    R"("exp":1767313800,"iat":1767227400,"jti":"<b>"})";
constexpr const char* client_credentials_access_43 =
    R"({"sub":"<owner>","aut":"APPLICATION","is_consented":false,"iss":"<issuer>",)"
    R"("app_td":"carbon.super","entity_id":"<client>","client_id":"<client>",)"
    R"("usid":"<2>","aud":"<client>","nbf":1767225600,"azp":"<client>",)"
    R"("scope":"default","exp":1767229200,"iat":1767225600,"jti":"<1>",)"
    R"("user_td":"carbon.super","is_federated":false})";
constexpr const char* password_refresh_43 =
    R"({"sub":"<user>","is_consented":false,"iss":"<issuer>",)"
    R"("token_type":"refresh_token","entity_id":"<user>","client_id":"<client>",)"
    R"("usid":"<4>","aud":"<client>","azp":"<client>","scope":"default",)"
    R"("exp":1767312000,"iat":1767225600,"jti":"<5>","is_federated":false})";

// The first two parts of the compact token of reference tokens.md §1.6.
constexpr const char* worked_input =
    "eyJ4NXQiOiJZMkUxWXpsaU5UUm1PV0kyWkRNNVpqTTVObUV4WVdGaE4yRTNPREEwT0RFek9UTmpNV1JtWW1JMU5q"
    "ZGpabUZqWm1JNU5qSmxObUU0T0dGa05qVTRPQSIsImtpZCI6IlkyRTFZemxpTlRSbU9XSTJaRE01WmpNNU5tRXhZ"
    "V0ZoTjJFM09EQTBPREV6T1ROak1XUm1ZbUkxTmpkalptRmpabUk1TmpKbE5tRTRPR0ZrTmpVNE9BX1JTMjU2Iiwi"
    "dHlwIjoiYXQrand0IiwiYWxnIjoiUlMyNTYifQ.eyJzdWIiOiIzZjBjMmE0ZS01YjhkLTRhNTMtOWYzZS0wYzZkM"
    "2E2YzFhMTEiLCJhdXQiOiJBUFBMSUNBVElPTiIsImlzcyI6Imh0dHBzOi8vbG9jYWxob3N0Ojk0NDMvb2F1dGgyL"
    "3Rva2VuIiwiYXBwX3RkIjoiY2FyYm9uLnN1cGVyIiwiZW50aXR5X2lkIjoiWGgycDNwNmpGdjVHcU4wb0dtWTNkS"
    "mIwa1Q0YSIsImNsaWVudF9pZCI6IlhoMnAzcDZqRnY1R3FOMG9HbVkzZEpiMGtUNGEiLCJ1c2lkIjoiMjIyMjIyM"
    "jItMjIyMi00MjIyLTgyMjItMjIyMjIyMjIyMjIyIiwiYXVkIjoiWGgycDNwNmpGdjVHcU4wb0dtWTNkSmIwa1Q0Y"
    "SIsIm5iZiI6MTc2NzIyNTYwMCwiYXpwIjoiWGgycDNwNmpGdjVHcU4wb0dtWTNkSmIwa1Q0YSIsInNjb3BlIjoiZ"
    "GVmYXVsdCIsImV4cCI6MTc2NzIyOTIwMCwiaWF0IjoxNzY3MjI1NjAwLCJqdGkiOiIxMTExMTExMS0xMTExLTQxM"
    "TEtODExMS0xMTExMTExMTExMTEiLCJ1c2VyX3RkIjoiY2FyYm9uLnN1cGVyIn0";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the claims of each grant are those of the worked examples, in their order") {
  const Settings p47;
  const Settings p43{.profile = Profile::p43};
  const auto issued = [](const Settings& settings, Grant grant, const std::string& digits,
                         const std::vector<std::string>& scopes = {}) {
    Request request = example_request(grant);
    request.scopes = scopes;
    return make_issuer(settings, fixed_sources(digits)).issue(request);
  };
  const Issued application = issued(p47, Grant::client_credentials, "12");
  CHECK(claims_of(application.access_token) == filled(client_credentials_access));
  CHECK(application.refresh_token.empty());

  const Issued password = issued(p47, Grant::password, "345");
  CHECK(claims_of(password.access_token) == filled(password_access));
  CHECK(claims_of(password.refresh_token) == filled(password_refresh));

  const Issued code = issued(p47, Grant::authorization_code, "678", {"openid"});
  CHECK(claims_of(code.access_token) == filled(code_access));
  CHECK(claims_of(code.refresh_token) == filled(code_refresh));

  CHECK(claims_of(issued(p43, Grant::client_credentials, "12").access_token) ==
        filled(client_credentials_access_43));
  CHECK(claims_of(issued(p43, Grant::password, "345").refresh_token) ==
        filled(password_refresh_43));
}

TEST_CASE("the refresh grant issues the worked example, half an hour later") {
  Request request = example_request(Grant::refresh_token);
  request.scopes = {"openid"};
  request.consented = true;
  const Issued issued =
      make_issuer({}, fixed_sources("9ab", (example_second + 1800) * 1000)).issue(request);
  CHECK(claims_of(issued.access_token) == filled(renewed_access));
  CHECK(claims_of(issued.refresh_token) == filled(renewed_refresh));
}

TEST_CASE("header and claims of the worked token are encoded as the server does") {
  const Issued issued =
      make_issuer({}, fixed_sources("12")).issue(example_request(Grant::client_credentials));
  const std::string& token = issued.access_token;
  CHECK(token.substr(0, token.rfind('.')) == worked_input);
  // RS256 has one signature for one text and one key, so that the whole token is determined.
  CHECK(token == make_issuer({}, fixed_sources("12"))
                     .issue(example_request(Grant::client_credentials))
                     .access_token);
  jwt::CompactToken parts;
  REQUIRE(parts.read(token));
  crypto::Verifier verifier(test_key().verification_key(), crypto::Algorithm::rs256);
  CHECK(verifier.verify(parts.signing_input(), parts.signature()));
}

TEST_CASE("the header names the certificate the server's way, and the kind of token") {
  const std::string x5t = example_x5t;
  const auto expected = [&](const std::string& typ) {
    return R"({"x5t":")" + x5t + R"(","kid":")" + x5t + R"(_RS256","typ":")" + typ +
           R"(","alg":"RS256"})";
  };
  const Request request = example_request(Grant::password);
  const Issued now = make_issuer().issue(request);
  CHECK(header_of(now.access_token) == expected("at+jwt"));
  CHECK(header_of(now.refresh_token) == expected("rt+jwt"));
  const Issued before = make_issuer({.profile = Profile::p43}).issue(request);
  CHECK(header_of(before.refresh_token) == expected("at+jwt"));
}

TEST_CASE("the lifetime is the client's, or the deployment's where the client says 0") {
  struct Row {
    Grant grant;
    seconds app, user, refresh;
    std::int64_t access_lives, refresh_lives;  // refresh: 0 for none
  };
  for (const Row& row :
       {Row{Grant::client_credentials, seconds{60}, seconds{70}, seconds{80}, 60, 0},
        Row{Grant::client_credentials, seconds{0}, seconds{70}, seconds{80}, 3600, 0},
        Row{Grant::password, seconds{60}, seconds{70}, seconds{80}, 70, 80},
        Row{Grant::password, seconds{60}, seconds{0}, seconds{0}, 3600, 86400},
        Row{Grant::refresh_token, seconds{60}, seconds{70}, seconds{80}, 70, 80}}) {
    Request request = example_request(row.grant);
    request.client.app_validity = row.app;
    request.client.user_validity = row.user;
    request.client.refresh_validity = row.refresh;
    const Issued issued = make_issuer().issue(request);
    CHECK(issued.access.expires - issued.access.issued == row.access_lives);
    CHECK(issued.refresh_token.empty() == (row.refresh_lives == 0));
    CHECK(issued.refresh.expires - issued.refresh.issued == row.refresh_lives);
  }
}

TEST_CASE("a negative or overlong lifetime never ends, with all digits of the server's number") {
  for (const std::int64_t validity :
       {std::int64_t{-1}, std::int64_t{9223372036854775}, std::int64_t{9223372036854775807}}) {
    Request request = example_request(Grant::client_credentials);
    request.validity = seconds{validity};
    const Issued issued = make_issuer().issue(request);
    CHECK(issued.access.expires == never_expires);
    CHECK(has(claims_of(issued.access_token), R"("exp":9223372036854775,)"));
  }
  CHECK(expiry(100, seconds{0}) == 100);
  CHECK(expiry(100, seconds{1}) == 101);
}

TEST_CASE("iat is the second that has begun") {
  for (const std::int64_t ms : {0, 1, 499, 500, 999}) {
    const Issued issued = make_issuer({}, fixed_sources("1", example_second * 1000 + ms))
                              .issue(example_request(Grant::client_credentials));
    CHECK(issued.access.issued == example_second);
  }
}

TEST_CASE("scopes are sorted, and the scope aud takes the place of the audiences") {
  Request request = example_request(Grant::client_credentials);
  request.scopes = {"read", "Write", "openid", "read"};
  CHECK(make_issuer().issue(request).scope == "Write openid read");
  request.client.audiences = {"https://one.example"};
  request.audiences = {"https://two.example", "https://one.example"};
  const std::string claims =
      claims_of(make_issuer({.audiences = {"all"}}).issue(request).access_token);
  CHECK(has(claims,
            filled(R"("aud":["<client>","https://one.example","https://two.example","all"])")));
  request.scopes = {"aud", "read"};
  CHECK(has(claims_of(make_issuer().issue(request).access_token), R"("aud":["aud","read"])"));
}

TEST_CASE("a client without the grant refresh_token gets no refresh token") {
  Request request = example_request(Grant::password);
  request.client.grants = {"password"};
  CHECK(make_issuer().issue(request).refresh_token.empty());
  request.client.grants = {"password", "refresh_token"};
  CHECK_FALSE(make_issuer().issue(request).refresh_token.empty());
  request.with_refresh_token = false;
  CHECK(make_issuer().issue(request).refresh_token.empty());
}

TEST_CASE("settings show in the claims that they are about, and in no other") {
  Request request = example_request(Grant::password);
  request.client.tenant = "carbon.super";
  request.user.tenant = "acme.com";
  request.user.name = "alice";
  const Issued plain = make_issuer().issue(request);
  CHECK(has(claims_of(plain.access_token), R"("app_td":"carbon.super")"));
  CHECK(has(claims_of(plain.access_token), R"("user_td":"acme.com")"));
  CHECK_FALSE(has(claims_of(plain.refresh_token), "_td"));
  CHECK_FALSE(has(claims_of(plain.access_token), "realm"));

  const Issued other =
      make_issuer(
          {.tenant_domains = false, .sign_with_client_tenant = false, .user_name_as_sub = true})
          .issue(request);
  CHECK_FALSE(has(claims_of(other.access_token), "_td"));
  CHECK(has(claims_of(other.access_token), R"("realm":{"signing_tenant":"acme.com"})"));
  CHECK(has(claims_of(other.refresh_token), R"("realm":{"signing_tenant":"acme.com"})"));
  CHECK(has(claims_of(other.access_token), R"("sub":"alice")"));
  CHECK(has(claims_of(other.refresh_token), filled(R"("sub":"<user>")")));
}

TEST_CASE("tenant-qualified URLs name the tenant in the issuer, but not the super tenant") {
  Settings settings{.issuer = "https://am.example:9443/oauth2/token", .tenant_in_issuer = true};
  CHECK(settings.issuer_of("carbon.super") == "https://am.example:9443/oauth2/token");
  CHECK(settings.issuer_of("acme.com") == "https://am.example:9443/t/acme.com/oauth2/token");
  Request request = example_request(Grant::password);
  request.client.tenant = "acme.com";
  CHECK(has(claims_of(make_issuer(settings).issue(request).refresh_token),
            R"("aud":"https://am.example:9443/t/acme.com/oauth2/token")"));
}

TEST_CASE("consent and federation are said as the profile says them") {
  struct Row {
    Profile profile;
    bool value;
    bool said;
  };
  for (const Row& row : {Row{Profile::p43, false, true}, Row{Profile::p43, true, true},
                         Row{Profile::p47, false, false}, Row{Profile::p47, true, true}}) {
    Request request = example_request(Grant::password);
    request.consented = row.value;
    request.federated = row.value;
    const Issued issued = make_issuer({.profile = row.profile}).issue(request);
    for (const std::string& token : {issued.access_token, issued.refresh_token}) {
      const std::string value = row.value ? "true" : "false";
      CHECK(has(claims_of(token), R"("is_consented":)" + value) == row.said);
      CHECK(has(claims_of(token), R"("is_federated":)" + value) == row.said);
    }
  }
}

TEST_CASE("custom claims are in the access token alone, as the JSON that they are") {
  Request request = example_request(Grant::password);
  request.custom = {{"level", "12345678901234567890"}, {"groups", R"(["a","b"])"}};
  const Issued issued = make_issuer().issue(request);
  CHECK(has(claims_of(issued.access_token), R"("level":12345678901234567890)"));
  CHECK(has(claims_of(issued.access_token), R"("groups":["a","b"])"));
  CHECK_FALSE(has(claims_of(issued.refresh_token), "level"));
}

}  // namespace
}  // namespace tokenshift::issuer
