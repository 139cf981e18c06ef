// SPDX-License-Identifier: Apache-2.0
// Other implementations of JWT, PyJWT and jose of Debian, verify our tokens, and we verify theirs.
#include "tokenshift/crypto/key.hpp"

#include "support/jwt_client.hpp"
#include "support/practice.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

using namespace tokenshift;
using test::Ran;
using test::run_cli;
using test::slurp;
using test::TempDir;

namespace {

constexpr const char* client = "Xh2p3p6jFv5GqN0oGmY3dJb0kT4a";

// A key, and what Python makes of it.
struct Peer {
  TempDir dir;
  std::string key =
      dir.write("key.pem", crypto::SigningKey::generate_rsa().to_pem().view()).string();
  std::string jwks = dir.write("jwks.json", run_cli({"token", "jwks", "--key", key}).out).string();

  // The exit status of a script that finds PyJWT, and the files of the folder.
  int python(const std::string& script) const {
    dir.write("script.py", "import jwt, json\nread = lambda name: open(name).read()\n" + script);
    return command("/usr/bin/python3 script.py");
  }

  // The exit status of a command in the folder.
  int command(const std::string& words) const {
    const std::string line = "cd '" + dir.path().string() + "' && " + words + " >log 2>&1";
    return std::system(line.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
  }
};

}  // namespace

TEST_CASE("another JWT library verifies our tokens by the key set that we publish, and no other") {
  const Peer peer;
  const Ran ran = run_cli({"token", "issue", "--key", peer.key, "--client", client, "--user-id",
                           "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11", "--yes", "--claim",
                           "dept=a \"b\" \xc3\xa4 \xf0\x9f\x97\x9d"});
  REQUIRE(ran.status == 0);
  peer.dir.write("token", test::line_of(ran.out));
  const std::string decode =
      "key = jwt.PyJWKSet.from_dict(json.loads(read('jwks.json'))).keys[0].key\n"
      "claims = jwt.decode(token, key, algorithms=['RS256'], audience='" +
      std::string(client) + "', options={'verify_exp': False})\n";
  CHECK(peer.python("token = read('token')\n" + decode +
                    "assert claims['exp'] - claims['iat'] == 3600\n"
                    "assert claims['dept'] == 'a \"b\" \\u00e4 \\U0001f5dd'\n"
                    "assert jwt.get_unverified_header(token)['typ'] == 'at+jwt'\n") == 0);
  CHECK(peer.python("token = read('token')[:-8] + 'AAAAAAAA'\n" + decode) != 0);
}

TEST_CASE("we verify the tokens of another JWT library, in every algorithm for RSA") {
  const Peer peer;
  for (const std::string algorithm : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}) {
    CAPTURE(algorithm);
    REQUIRE(peer.python("claims = {'iss': 'i', 'sub': 's', 'aud': ['c', 'd'], 'azp': 'c',"
                        " 'client_id': 'c', 'entity_id': 'c', 'usid': 'u', 'jti': 'j',"
                        " 'iat': 1767225600, 'nbf': 1767225600, 'exp': 1767229200,"
                        " 'n': '\\u00e4\\U0001f5dd'}\n"
                        "open('token', 'w').write(jwt.encode(claims, read('key.pem'), '" +
                        algorithm + "', headers={'typ': 'at+jwt'}))\n") == 0);
    const std::string token = slurp(peer.dir / "token");
    CHECK(run_cli({"token", "verify", "--key", peer.key, "--at", "1767225601"}, false, token)
              .status == 0);
    CHECK(run_cli({"token", "verify", "--key", peer.key, "--at", "1767225601"}, false,
                  token.substr(0, token.size() - 8) + "AAAAAAAA")
              .status == 1);
  }
}

TEST_CASE("jose verifies our tokens by the key set that we publish, and reads the same claims") {
  const Peer peer;
  const Ran ran = run_cli({"token", "issue", "--key", peer.key, "--client", client, "--user-id",
                           "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11", "--yes"});
  REQUIRE(ran.status == 0);
  const std::string token = test::line_of(ran.out);
  peer.dir.write("token", token);
  REQUIRE(peer.command("jose jws ver -i token -k jwks.json -O claims") == 0);
  CHECK(slurp(peer.dir / "claims").find("\"client_id\":\"" + std::string(client) + "\"") !=
        std::string::npos);
  peer.dir.write("token", token.substr(0, token.size() - 8) + "AAAAAAAA");
  CHECK(peer.command("jose jws ver -i token -k jwks.json -O claims") != 0);
}

TEST_CASE("we verify a token that jose makes by the key set that it publishes, and by no other") {
  const Peer peer;
  peer.dir.write("claims",
                 R"({"iss":"i","sub":"s","aud":["c","d"],"azp":"c","client_id":"c",)"
                 R"("entity_id":"c","usid":"u","jti":"j","iat":1767225600,"nbf":1767225600,)"
                 R"("exp":1767229200})");
  REQUIRE(peer.command(R"(jose jwk gen -i '{"alg":"RS256"}' -o key.jwk)") == 0);
  REQUIRE(peer.command("jose jwk pub -s -i key.jwk -o theirs.json") == 0);
  REQUIRE(peer.command(R"(jose jws sig -I claims -k key.jwk -c -o token)"
                       R"( -s '{"protected":{"alg":"RS256","typ":"at+jwt"}}')") == 0);
  const std::string token = slurp(peer.dir / "token");
  const auto verify = [&](const std::string& key) {
    return run_cli({"token", "verify", "--key", key, "--at", "1767225601"}, false, token).status;
  };
  CHECK(verify((peer.dir / "theirs.json").string()) == 0);
  CHECK(verify(peer.jwks) == 1);
}
