// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/certificate.hpp"
#include "tokenshift/crypto/key.hpp"
#include "tokenshift/db/backend.hpp"

#include "support/temp_dir.hpp"
#include "support/token_home.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

using namespace tokenshift;
using test::claim_of;
using test::line_of;
using test::Ran;
using test::run_cli;
using test::says;
namespace fs = std::filesystem;

namespace {

struct Home : test::TokenHome {
  std::string key_file = practice.home() + "/repository/resources/security/wso2carbon.jks";
};

std::string key_pem(const test::TempDir& dir) {
  return dir.write("key.pem", crypto::SigningKey::generate_rsa().to_pem().view()).string();
}

constexpr const char* somebody = "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11";

}  // namespace

TEST_CASE("token issue: a token of the client's rows, which the deployment's key verifies") {
  const Home home;
  const std::string before = home.practice.contents();
  const Ran ran = home.issue({});
  REQUIRE(ran.status == 0);
  const std::string token = line_of(ran.out);
  CHECK(std::ranges::count(ran.out, '\n') == 1);
  CHECK(claim_of(token, "sub") == home.user("kim"));
  CHECK(claim_of(token, "entity_id") == home.client);
  CHECK(claim_of(token, "exp") == "1767229200");
  CHECK(says(ran.err, claim_of(token, "jti")));
  CHECK(says(ran.err, "throw-away key"));
  CHECK((fs::status(home.key_file).permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(home.practice.contents() == before);
  CHECK(run_cli({"token", "verify", "--home", home.practice.home(), "--check-revocation"}, false,
                ran.out)
            .status == 0);
  CHECK_FALSE(says(home.issue({}).err, "throw-away key"));  // the same one again
}

TEST_CASE("token issue: a user's tokens as the token endpoint answers them") {
  const Home home;
  const Ran ran = home.issue({"--grant", "password", "--user", "admin", "--scope", "b a", "-o",
                              "json", "--ttl", "60", "--claim", "dept=sales", "--claim-json",
                              "n=[9007199254740993]", "--aud", "extra"});
  REQUIRE(ran.status == 0);
  const auto answer = nlohmann::json::parse(ran.out);
  CHECK(answer["scope"] == "a b");
  CHECK(answer["token_type"] == "Bearer");
  CHECK(answer["expires_in"] == 60);
  const std::string token = answer["access_token"];
  CHECK(claim_of(token, "sub") == home.user("admin"));
  CHECK(claim_of(token, "dept") == "sales");
  CHECK(claim_of(token, "n") == "[9007199254740993]");
  CHECK(says(claim_of(token, "aud"), "extra"));
  CHECK(claim_of(answer["refresh_token"], "token_type") == "refresh_token");
  CHECK(claim_of(line_of(home.issue({"--ttl", "-1"}).out), "exp") == "9223372036854775");
}

TEST_CASE("token issue: both profiles, chosen or by the version") {
  const Home home;
  CHECK(claim_of(line_of(home.issue({}).out), "is_federated") == "false");
  CHECK(claim_of(line_of(home.issue({"--profile", "4.7"}).out), "is_federated") == "null");
}

TEST_CASE("token issue: what the server would refuse is refused") {
  const Home home;
  CHECK(home.issue({"--grant", "authorization_code", "--user", "admin"}).status == 4);
  CHECK(home.issue({"--grant", "password", "--user", "nobody"}).status == 4);
  CHECK(home.issue({"--grant", "password", "--user-id", somebody}).status == 4);
  CHECK(home.issue({"--grant", "password"}).status == 2);
  CHECK(home.issue({"--grant", "password", "--user-id", "admin"}).status == 2);
  CHECK(run_cli({"token", "issue", "--home", home.practice.home(), "--client", "x"}).status == 4);
  home.practice.sql("UPDATE IDN_OAUTH_CONSUMER_APPS SET APP_STATE = 'REVOKED'");
  CHECK(home.issue({}).status == 4);
  CHECK_FALSE(fs::exists(home.key_file));
}

TEST_CASE("token issue: a client that is still opaque gets a token and a warning") {
  const Home home;
  home.practice.sql(
      "UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'Default'"
      " WHERE PROPERTY_KEY = 'tokenType'");
  const Ran ran = home.issue({});
  CHECK(ran.status == 0);
  CHECK(says(ran.err, "still-opaque"));
}

TEST_CASE(
    "token issue: a real key wants a confirmation, and no key is made for a real deployment") {
  const Home home;
  const test::TempDir dir;
  const std::string pem = key_pem(dir);
  const std::vector<std::string> plain{"token", "issue", "--client",  "c",
                                       "--key", pem,     "--user-id", somebody};
  const Ran asked = run_cli(plain);
  CHECK(asked.status == 8);
  CHECK(asked.out.empty());
  CHECK(run_cli(plain, true, "no\n").status == 8);
  CHECK(run_cli(plain, true, "yes\n").status == 0);
  auto sure = plain;
  sure.emplace_back("--yes");
  CHECK(run_cli(sure).status == 0);
  home.practice.make_real();
  CHECK(home.issue({"--yes"}).status == 6);
  CHECK_FALSE(fs::exists(home.key_file));
  CHECK(home.issue({"--yes", "--key", pem}).status == 0);
}

TEST_CASE("token issue: without a database nothing is guessed") {
  const test::TempDir dir;
  const std::string pem = key_pem(dir);
  CHECK(run_cli({"token", "issue", "--client", "c", "--key", pem, "--yes"}).status == 4);
  CHECK(run_cli({"token", "issue", "--client", "c", "--user-id", somebody, "--yes"}).status == 2);
  const Ran ran = run_cli({"token", "issue", "--client", "c", "--key", pem, "--yes", "--user-id",
                           somebody, "--tenant", "acme.com", "--issuer", "https://h/oauth2/token"});
  REQUIRE(ran.status == 0);
  CHECK(claim_of(line_of(ran.out), "iss") == "https://h/oauth2/token");
  CHECK(claim_of(line_of(ran.out), "user_td") == "acme.com");
}

TEST_CASE("token issue: bad values are refused before anything is read") {
  const Home home;
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--ttl", "0"},
                                               {"--ttl", "-2"},
                                               {"--count", "0"},
                                               {"--threads", "0"},
                                               {"--threads", "65"},
                                               {"--claim", "exp=1"},
                                               {"--claim", "=1"},
                                               {"--claim", "a=1", "--claim", "a=2"},
                                               {"--claim-json", "a=1}"},
                                               {"--claim-json", "a=1,\"b\":2"},
                                               {"--claim-json", "a={\"b\":1,\"b\":2}"},
                                               {"--profile", "4.2"},
                                               {"--grant", "implicit"},
                                               {"--client", "eyJ.eyJ."}}) {
    CAPTURE(more.front());
    CAPTURE(more.back());
    const Ran ran = home.issue(more);
    CHECK(ran.status == 2);
    CHECK(ran.out.empty());
  }
}

TEST_CASE("token issue: many tokens, each once, by several threads") {
  const Home home;
  const Ran ran = home.issue({"--count", "100", "--threads", "3"});
  CHECK(ran.status == 0);
  std::set<std::string> ids;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) ids.insert(claim_of(line, "jti"));
  CHECK(ids.size() == 100);
  CHECK(run_cli({"token", "verify", "--home", home.practice.home()}, false, ran.out).status == 0);
}
