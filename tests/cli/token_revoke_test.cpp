// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/key.hpp"

#include "support/listener.hpp"
#include "support/temp_dir.hpp"
#include "support/token_home.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

using namespace tokenshift;
using test::claim_of;
using test::line_of;
using test::Ran;
using test::run_cli;
using test::says;
namespace fs = std::filesystem;

namespace {

constexpr const char* some_id = "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11";

struct Home : test::TokenHome {
  test::TempDir dir;

  std::string token(const std::vector<std::string>& more = {}) const {
    return line_of(issue(more).out);
  }
  Ran revoke(const std::vector<std::string>& more, const std::string& input = {}) const {
    return on_it("revoke", more, input);
  }
  std::int64_t rows() const {
    return practice.number(
        "SELECT (SELECT COUNT(*) FROM IDN_INVALID_TOKENS) + (SELECT COUNT(*) FROM AM_REVOKED_JWT)"
        " + (SELECT COUNT(*) FROM IDN_APP_REVOKED_EVENT)"
        " + (SELECT COUNT(*) FROM IDN_SUBJECT_ENTITY_REVOKED_EVENT)"
        " + (SELECT COUNT(*) FROM AM_APP_REVOKED_EVENT)");
  }
};

// A key that signs.
std::string key_file(const Home& home) {
  return home.dir.write("key.pem", crypto::SigningKey::generate_rsa().to_pem().view()).string();
}

}  // namespace

TEST_CASE("token revoke: a dry run says the rows and writes none") {
  const Home home;
  const std::string token = home.token();
  const Ran ran = home.revoke({"--dry-run", "--gateway-tables"}, token);
  CHECK(ran.status == 0);
  CHECK(says(ran.out, "IDN_INVALID_TOKENS"));
  CHECK(says(ran.out, "AM_REVOKED_JWT"));
  CHECK(says(ran.out, claim_of(token, "jti")));
  CHECK(home.rows() == 0);
}

TEST_CASE("token revoke: it says who does not learn of it, and that undo gets harder") {
  const Home home;
  const Ran plain = home.revoke({"--client", home.client});
  CHECK(says(plain.err, "do not learn it when they start"));
  CHECK(says(plain.err, "sign-of-no-return"));
  const Ran tables = home.revoke({"--client", home.client, "--gateway-tables"});
  CHECK(says(tables.err, "read their tables when they start"));
  CHECK_FALSE(says(tables.err, "sign-of-no-return"));
  CHECK(says(tables.out, "already"));
  CHECK(home.rows() == 2);
}

TEST_CASE(
    "token revoke: with two databases the key manager's is written, and gateways are for "
    "--notify") {
  const Home apim;
  const Home identity;
  const std::string url = identity.practice.url();
  const std::vector<std::string> whose{"--client", identity.client, "--identity-db", url};
  std::vector<std::string> both = whose;
  both.emplace_back("--gateway-tables");
  const Ran refused = apim.revoke(both);
  CHECK(refused.status == 4);
  CHECK(says(refused.err, "--notify"));
  CHECK(identity.rows() == 0);
  CHECK(apim.revoke(whose).status == 0);
  CHECK(identity.rows() == 1);
  CHECK(apim.rows() == 0);
}

TEST_CASE("token revoke: a refresh token is no business of gateways") {
  const Home home;
  const auto answer =
      nlohmann::json::parse(home.token({"--grant", "password", "--user", "admin", "-o", "json"}));
  const Ran ran = home.revoke({"--gateway-tables"}, answer["refresh_token"]);
  CHECK(ran.status == 0);
  CHECK(says(ran.err, "stay valid"));
  CHECK(home.rows() == 1);
  CHECK(home.revoke({"--gateway-tables"}, answer.dump()).status == 0);
  CHECK(home.rows() == 3);  // the access token in two tables, the refresh token in one
}

TEST_CASE("token revoke: what would match nothing is refused, and what is no token, too") {
  const Home home;
  CHECK(home.revoke({"--client", "nobody"}).status == 4);
  CHECK(home.revoke({"--user", "nobody"}).status == 4);
  const Ran unknown = home.revoke({"--user-id", some_id});
  CHECK(unknown.status == 4);
  CHECK_FALSE(says(unknown.err, "--user-id"));  // it was given
  CHECK(home.revoke({"--jti", some_id, "--client", "nobody"}).status == 4);
  CHECK(home.revoke({}, some_id).status == 4);  // opaque: a row elsewhere
  CHECK(home.revoke({}, home.token() + "==").status == 3);
  CHECK(home.revoke({}, "no token here").status == 3);
  CHECK(home.revoke({"--jti", some_id}).status == 2);
  CHECK(home.revoke({"--jti", "x", "--client", home.client}).status == 2);
  CHECK(home.revoke({"--user", "admin", "--client", home.client}).status == 2);
  CHECK(home.revoke({"--user", "admin", "--user-id", some_id}).status == 2);
  CHECK(home.revoke({"--user-id", "admin"}).status == 2);
  CHECK(home.revoke({"--expires", "2026-01-01", "--client", home.client}).status == 2);
  CHECK(home.revoke({"--jti", some_id, "--client", home.client, "--expires", "soon"}).status == 2);
  const std::string store = home.dir / "store";
  CHECK(home.revoke({"--client", home.client, "--store", store, "--gateway-tables"}).status == 2);
  CHECK(run_cli({"token", "revoke", "--store", store, "--jti", "x", "--client", "k"}).status == 2);
  CHECK_FALSE(fs::exists(store));
  CHECK(home.rows() == 0);
}

TEST_CASE("token revoke: a real deployment wants a confirmation") {
  const Home home;
  home.practice.make_real();
  CHECK(home.revoke({"--client", home.client}).status == 8);
  CHECK(home.rows() == 0);
  CHECK(home.revoke({"--client", home.client, "--yes"}).status == 0);
  CHECK(home.rows() == 1);
}

TEST_CASE("token revoke: a store of its own, made when first needed, that introspect reads") {
  const Home home;
  const std::string token = home.token();
  const std::string store = (home.dir / "state/revoked.db").string();
  const std::string key =
      home.dir.write("jwks", run_cli({"token", "jwks", "--home", home.practice.home()}).out)
          .string();
  const auto introspect = [&] {
    return run_cli({"token", "introspect", "--key", key, "--store", store}, false, token);
  };
  CHECK(introspect().status == 0);
  CHECK_FALSE(fs::exists(store));
  CHECK(run_cli({"token", "revoke", "--store", store, "--dry-run"}, false, token).status == 0);
  CHECK_FALSE(fs::exists(store));
  for (const std::string& bad :
       {token + "==", std::string("no token here"), std::string(some_id)}) {
    CHECK(run_cli({"token", "revoke", "--store", store}, false, bad).status >= 3);
    CHECK(run_cli({"token", "refresh", "--key", key_file(home), "--store", store}, false, bad)
              .status != 0);
  }
  CHECK(run_cli({"token", "refresh", "--key", key_file(home), "--store", store}, false, token)
            .status == 1);
  CHECK_FALSE(fs::exists(store));
  const Ran ran = run_cli({"token", "revoke", "--store", store}, false, token);
  CHECK(ran.status == 0);
  CHECK(says(ran.err, "no server reads this store"));
  CHECK(introspect().status == 1);
  CHECK((fs::status(store).permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(run_cli({"token", "revoke", "--store", home.practice.database()}, false, token).status ==
        4);
  CHECK(run_cli({"token", "revoke"}, false, token).status == 2);  // neither HOME nor a name
  CHECK(run_cli({"token", "revoke", "--store", store, "--db", home.practice.url()}, false, token)
            .status == 2);
  CHECK(run_cli({"token", "revoke", "--store", store, "--user-id", some_id}).status == 0);
}

TEST_CASE("token revoke: the control plane is told, with credentials that appear nowhere else") {
  const Home home;
  const std::string token = home.token();
  const std::string credentials = home.dir.write("c", "admin:canary-password\n").string();
  test::Listener plane;
  const Ran ran =
      home.revoke({"--notify", plane.url(), "--notify-credentials", credentials}, token);
  CAPTURE(ran.err);
  CHECK(ran.status == 0);
  CHECK(says(ran.err, "took the events"));
  CHECK_FALSE(says(ran.out + ran.err, "canary"));
  const auto requests = plane.requests();
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].starts_with("POST /internal/data/v1/notify "));
  CHECK(says(requests[0], "X-WSO2-KEY-MANAGER: default"));
  CHECK(says(requests[0], "Authorization: Basic YWRtaW46Y2FuYXJ5LXBhc3N3b3Jk"));
  const auto body = nlohmann::json::parse(requests[0].substr(requests[0].find("\r\n\r\n") + 4));
  CHECK(body["type"] == "token_revocation");
  CHECK(body["accessToken"] == claim_of(token, "jti"));
  CHECK(body["consumerKey"] == home.client);
  CHECK(body["tenantId"] == -1234);
}

TEST_CASE("token revoke: a control plane that says no leaves the rows and is said") {
  const Home home;
  const std::string credentials = home.dir.write("c", "admin:canary-password\n").string();
  test::Listener plane(401);
  const Ran ran = home.revoke(
      {"--client", home.client, "--notify", plane.url(), "--notify-credentials", credentials});
  CHECK(ran.status == 6);
  CHECK(says(ran.err, "rows are written"));
  CHECK(says(ran.err, "401"));
  CHECK_FALSE(says(ran.out + ran.err, "canary"));
  CHECK(home.rows() == 1);
}

TEST_CASE("token revoke: nothing is written when the way to the control plane is wrong") {
  const Home home;
  const std::string good = home.dir.write("good", "admin:canary\n").string();
  const std::string bad = home.dir.write("bad", "canary\n").string();
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--notify", "http://host", "--notify-credentials", good},
        {"--notify", "https://u:canary@host", "--notify-credentials", good},
        {"--notify", "https://host"},
        {"--notify", "https://host", "--notify-credentials", bad},
        {"--notify-credentials", good}}) {
    auto line = more;
    line.insert(line.end(), {"--client", home.client});
    const Ran ran = home.revoke(line);
    CHECK(ran.status == 2);
    CHECK_FALSE(says(ran.out + ran.err, "canary"));
  }
  CHECK(home.rows() == 0);
}
