// SPDX-License-Identifier: Apache-2.0
// token refresh and token introspect, on one practice deployment.
#include "support/temp_dir.hpp"
#include "support/token_home.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace tokenshift;
using test::claim_of;
using test::line_of;
using test::Ran;
using test::run_cli;
using test::says;

namespace {

struct Home : test::TokenHome {
  std::string response =
      issue({"--grant", "password", "--user", "admin", "--scope", "a b", "-o", "json"}).out;

  std::string token(const char* name) const { return nlohmann::json::parse(response)[name]; }
  Ran refresh(const std::vector<std::string>& more) const {
    return on_it("refresh", more, response);
  }
  std::int64_t spent() const { return practice.number("SELECT COUNT(*) FROM IDN_INVALID_TOKENS"); }
};

}  // namespace

TEST_CASE("token refresh: new tokens, and the old one is used up") {
  const Home home;
  const Ran ran = home.refresh({});
  REQUIRE(ran.status == 0);
  const auto answer = nlohmann::json::parse(ran.out);
  CHECK(answer["scope"] == "a b");
  CHECK(answer["refresh_token"] != home.token("refresh_token"));
  CHECK(says(ran.err, "differs here"));
  CHECK(home.spent() == 1);
  const Ran again = home.refresh({});
  CHECK(again.status == 1);
  CHECK(nlohmann::json::parse(again.out)["error"] == "invalid_grant");
  CHECK(says(again.err, "revoked"));
  CHECK(home.refresh({"--faithful"}).status == 1);
}

TEST_CASE("token refresh: with renewal off the same token comes back, again and again") {
  const Home home;
  for (int i = 0; i < 2; ++i) {
    const Ran ran = home.refresh({"--renewal", "off"});
    REQUIRE(ran.status == 0);
    CHECK(nlohmann::json::parse(ran.out)["refresh_token"] == home.token("refresh_token"));
    CHECK(says(ran.err, "stays the same"));
  }
  CHECK(home.spent() == 0);
}

TEST_CASE("token refresh: strict and faithful differ where the server's end moves") {
  const Home strict;
  const Home faithful;
  const auto end_of = [](const Ran& ran) {
    REQUIRE(ran.status == 0);
    return claim_of(nlohmann::json::parse(ran.out)["refresh_token"], "exp");
  };
  CHECK(end_of(strict.refresh({"--extension", "off"})) ==
        claim_of(strict.token("refresh_token"), "exp"));
  const Ran ran = faithful.refresh({"--extension", "off", "--faithful"});
  CHECK(says(ran.err, "as the server has it"));
  CHECK(end_of(ran) == claim_of(faithful.token("refresh_token"), "exp"));  // in the same second
}

TEST_CASE("token refresh: scopes, output, dry run, and what is refused") {
  const Home home;
  CHECK(home.refresh({"--dry-run"}).out.empty());
  CHECK(home.refresh({"--scope", "c"}).status == 1);
  CHECK(home.refresh({"--client", "nobody"}).status == 4);
  CHECK(home.refresh({"--ttl", "0"}).status == 2);
  CHECK(home.on_it("refresh", {}, home.token("access_token")).status == 1);
  CHECK(home.on_it("refresh", {}, home.token("refresh_token") + "A").status == 1);
  CHECK(home.on_it("refresh", {}, home.token("refresh_token") + "==").status == 3);
  CHECK(home.on_it("refresh", {}, home.response + home.response).status == 3);
  CHECK(home.on_it("refresh", {}, "no token here").status == 3);
  CHECK(home.spent() == 0);
  const Ran ran = home.refresh({"--scope", "b", "-o", "token", "--ttl", "60"});
  CHECK(claim_of(line_of(ran.out), "scope") == "b");
  CHECK(claim_of(line_of(ran.out), "exp") == "1767225660");
}

TEST_CASE("token refresh: a real deployment wants a confirmation") {
  const Home home;
  home.practice.make_real();
  CHECK(home.refresh({}).status == 8);
  CHECK(home.spent() == 0);
  CHECK(home.refresh({"--yes"}).status == 0);
}

TEST_CASE("token introspect: the answer of the server, for both kinds of tokens") {
  const Home home;
  const Ran ran = home.on_it("introspect", {}, home.response);
  CHECK(ran.status == 0);
  const std::size_t end = ran.out.find('\n');
  const auto access = nlohmann::json::parse(ran.out.substr(0, end));
  CHECK(access["token_type"] == "JWT");
  CHECK(access["username"] == "admin@carbon.super");
  CHECK(access["client_id"] == home.client);
  CHECK(access["nbf"] == access["iat"]);
  const auto refresh = nlohmann::json::parse(ran.out.substr(end));
  CHECK(refresh["token_type"] == "Refresh");
  CHECK_FALSE(refresh.contains("jti"));
}

TEST_CASE("token introspect: nothing but not active, and the reason for the operator alone") {
  const Home home;
  const auto reason = [&](const std::string& token, int status) {
    const Ran ran = home.on_it("introspect", {}, token);
    CHECK(ran.status == status);
    CHECK(ran.out == "{\"active\":false}\n");
    return ran.err;
  };
  CHECK(says(reason(home.token("access_token") + "A", 1), "bad-signature"));
  CHECK(says(reason(home.token("access_token") + "==", 3), "bad-base64url"));
  const Ran opaque = home.on_it("introspect", {}, "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11");
  CHECK(opaque.status == 4);
  home.practice.sql("DELETE FROM IDN_OIDC_PROPERTY");
  home.practice.sql("DELETE FROM IDN_OAUTH_CONSUMER_APPS");
  CHECK(says(reason(home.token("access_token"), 1), "unknown-client"));
}

TEST_CASE("neither tokens nor passwords appear in what issues, judges and revokes them") {
  const Home home;
  const test::TempDir dir;
  const std::string token = home.token("access_token");
  const std::string refresh = home.token("refresh_token");
  const std::string password = dir.write("password", "canary-password\n").string();
  const auto clean = [&](const Ran& ran, bool answers) {
    const std::string text = answers ? ran.err : ran.out + ran.err;
    for (const std::string& secret : {token, refresh}) {
      CHECK_FALSE(says(text, secret.substr(secret.size() - 40)));
      CHECK_FALSE(says(text, secret.substr(200, 60)));
    }
    CHECK_FALSE(says(ran.out + ran.err, "canary"));
  };
  for (const std::string verb : {"introspect", "revoke", "refresh", "issue"}) {
    for (const std::vector<std::string>& more : {std::vector<std::string>{token},
                                                 {"--client", token},
                                                 {"--jti", token},
                                                 {"--user", token},
                                                 {"--user-id", token},
                                                 {"--store", token},
                                                 {"--key", token},
                                                 {"--nonsense", token},
                                                 {"--file", token},
                                                 {"--notify-credentials", token},
                                                 {"--tenant", token},
                                                 {"--scope", token},
                                                 {"--profile", token},
                                                 {"--keystore-password-file", password}}) {
      CAPTURE(verb);
      CAPTURE(more.front());
      clean(home.on_it(verb, more, home.token("access_token")), false);
    }
  }
  clean(home.on_it("introspect", {"-q"}, home.response), false);
  clean(home.on_it("revoke", {"--dry-run"}, home.response), false);
  clean(home.refresh({"--dry-run"}), false);
  clean(home.refresh({"--scope", "x"}), false);
  clean(home.refresh({}), true);
  clean(home.refresh({}), false);
  clean(home.on_it("revoke", {}, home.response), false);
}
