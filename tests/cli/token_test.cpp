// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/base64url.hpp"
#include "tokenshift/crypto/key.hpp"
#include "tokenshift/jwt/keys.hpp"
#include "tokenshift/jwt/write.hpp"

#include "jwt/rfc_vectors.hpp"
#include "support/practice.hpp"
#include "support/says.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <string>

using namespace tokenshift;
using test::Ran;
using test::run_cli;
using test::says;
using test::slurp;
using test::TempDir;

namespace {

const crypto::SigningKey& key() {
  static const crypto::SigningKey made = crypto::SigningKey::generate_rsa();
  return made;
}

// An access token of 2026-01-01, an hour long.
std::string token() {
  const std::string claims =
      R"({"sub":"canary-sub","iss":"i","entity_id":"ck","client_id":"ck","usid":"s","aud":"ck",)"
      R"("nbf":1767225600,"azp":"ck","exp":1767229200,"iat":1767225600,"jti":"j"})";
  return jwt::CompactSigner(crypto::Signer(key(), crypto::Algorithm::rs256),
                            R"({"typ":"at+jwt","alg":"RS256"})")
      .sign(claims);
}

std::string unsigned_token(std::string_view header, std::string_view claims) {
  std::string text;
  crypto::append_base64url(text, header);
  text += '.';
  crypto::append_base64url(text, claims);
  return text + ".";
}

struct Files {
  TempDir dir;
  std::string token_file = dir.write("token.txt", token() + "\n").string();
  std::string key_file =
      dir.write("key.json", jwt::write_jwks({{.key = key().verification_key()}})).string();
};

}  // namespace

TEST_CASE(
    "token decode: the first line says that nothing is verified, and claims keep their order") {
  const Files files;
  const Ran ran = run_cli({"token", "decode", "--file", files.token_file});
  CHECK(ran.status == 0);
  CHECK(ran.out.starts_with("NOT VERIFIED"));
  CHECK(says(ran.out, "an access token of API-M 4.7"));
  CHECK(ran.out.find("sub") < ran.out.find("entity_id"));
  CHECK(ran.out.find("exp ") < ran.out.find("iat "));
  CHECK(says(ran.out, "exp        1767229200  2026-01-01T01:00:00Z"));
}

TEST_CASE(
    "token decode: numbers keep their digits, repeated names and what steers a terminal are seen") {
  const TempDir dir;
  const std::string file =
      dir.write("t", unsigned_token(
                         R"({"alg":"none"})",
                         "{\"n\":1147953659032899584123,\"a\":\"\xe2\x80\xae\",\"a\":\"\x7f\","
                         "\"exp\":9223372036854775}"))
          .string();
  const Ran text = run_cli({"token", "decode", "--file", file});
  CHECK(text.status == 3);
  CHECK(says(text.out, "1147953659032899584123"));
  CHECK(says(text.out, "\"\\u202e\""));
  CHECK(says(text.out, "\"\\u007f\"  again: two readers may see two values"));
  CHECK(says(text.out, "9223372036854775  never"));
  CHECK(says(text.out, "signature  none"));
  CHECK(says(text.out, "duplicate-member"));
  CHECK_FALSE(says(text.out, "\xe2\x80\xae"));
  const Ran json = run_cli({"token", "decode", "--file", file, "-o", "jsonl"});
  CHECK(says(json.out, "1147953659032899584123"));
  CHECK_FALSE(says(json.out, "\xe2\x80\xae"));
  const auto object = nlohmann::json::parse(json.out);
  CHECK(object["verified"] == false);
  CHECK(object["problems"][0]["id"] == "duplicate-member");
}

TEST_CASE("token decode: one claim alone, and exit codes that tell what it is") {
  const Files files;
  CHECK(run_cli({"token", "decode", "-f", files.token_file, "--claim", "exp"}).out ==
        "1767229200\n");
  CHECK(run_cli({"token", "decode", "-f", files.token_file, "--claim", "sub"}).out ==
        "canary-sub\n");
  CHECK(run_cli({"token", "decode", "-f", files.token_file, "--claim", "x"}).status == 1);
  const Ran opaque = run_cli({"token", "decode", "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11"});
  CHECK(opaque.status == 1);
  CHECK(says(opaque.out, "still opaque"));
  CHECK(says(opaque.err, "can be seen by other users"));
  CHECK(run_cli({"token", "decode", std::string(jwt::test::rfc7519_a1)}).status == 3);
  CHECK(run_cli({"token", "decode", "a b"}).status == 1);
}

TEST_CASE("token verify: good, expired, changed, malformed, and of another key") {
  const Files files;
  const std::string at = "2026-01-01T00:30:00Z";
  const auto verify = [&](const std::string& file, const std::vector<std::string>& more) {
    std::vector<std::string> line{"token", "verify", "--key", files.key_file, "--file", file};
    line.insert(line.end(), more.begin(), more.end());
    return run_cli(line);
  };
  const Ran good = verify(files.token_file, {"--at", at});
  CHECK(good.status == 0);
  CHECK(says(good.out, "key manager accepts it"));
  CHECK(says(good.out, "gateway     accepts it"));
  CHECK(says(good.out, "not checked revocation"));
  CHECK(verify(files.token_file, {"--at", "1767229201"}).status == 1);
  const Ran end = verify(files.token_file, {"--at", "1767229200", "-o", "json"});
  CHECK(end.status == 1);
  const auto answer = nlohmann::json::parse(end.out)["tokens"][0];
  CHECK(answer["key_manager"]["accepted"] == true);
  CHECK(answer["gateway"]["reasons"][0]["id"] == "expired");
  CHECK(says(answer["differences"][0].get<std::string>(), "millisecond"));
  CHECK(verify(files.token_file, {"--at", "1767229200", "--verdict", "key-manager"}).status == 0);
  CHECK(verify(files.dir.write("padded", token() + "==").string(), {"--at", at}).status == 3);
  CHECK(verify(files.dir.write("other", std::string(jwt::test::rfc7515_a2)).string(),
               {"--signature-only"})
            .status == 1);
  CHECK(verify(files.dir.write("none", unsigned_token(R"({"alg":"none"})", "{}")).string(),
               {"--at", at})
            .status == 1);
  CHECK(run_cli({"token", "verify", "--file", files.token_file}).status == 2);
}

TEST_CASE("neither tokens nor passwords appear where they are not asked for") {
  const Files files;
  const std::string secret = token();
  const std::string password = "canary-password";
  const std::string password_file = files.dir.write("password", password + "\n").string();
  const std::string store = std::string(FIXTURES) + "/keystore/fixtures/store.jks";
  std::vector<std::vector<std::string>> lines{
      {"token", secret},
      {secret},
      {"token", "decode", "--claim", "jti", secret},
      {"token", "decode", "--nonsense=" + secret},
      {"token", "verify", "--key", files.key_file, secret},
      {"token", "verify", "--key", files.key_file, "-o", "json", secret},
      {"token", "verify", "--key", store, "--keystore-password-file", password_file, secret},
      {"token", "verify", "--key", secret, "--file", files.token_file},
      {"token", "jwks", secret},
      {"keystore", "list", store, "--keystore-password-file", password_file},
      {"keystore", "list", files.token_file},
      {"status", secret},
  };
  for (const auto& line : lines) {
    CAPTURE(line.front());
    const Ran ran = run_cli(line);
    CHECK_FALSE(says(ran.out + ran.err, secret.substr(secret.size() - 40)));
    CHECK_FALSE(says(ran.out + ran.err, secret.substr(0, 60)));
    CHECK_FALSE(says(ran.out + ran.err, password));
  }
}

TEST_CASE("keystore list and token jwks name the key as the server does") {
  const std::string store = std::string(FIXTURES) + "/keystore/fixtures/store.jks";
  const Ran list = run_cli({"keystore", "list", store, "-o", "jsonl"});
  CHECK(list.status == 0);
  std::string kid;
  for (std::size_t at = 0; at < list.out.size(); at = list.out.find('\n', at) + 1) {
    const auto row = nlohmann::json::parse(list.out.substr(at, list.out.find('\n', at) - at));
    if (row["alias"] == "gateway") kid = row["kid"];
  }
  CHECK(kid.size() == 86 + 6);
  const Ran jwks = run_cli({"token", "jwks", "--key", store, "--alias", "gateway"});
  CHECK(nlohmann::json::parse(jwks.out)["keys"][0]["kid"] == kid);
}

TEST_CASE("openssl verifies what is signed here, and what it signs verifies here") {
  const TempDir dir;
  dir.write("key.pem", key().to_pem().view());
  const std::string made = token();
  dir.write("input", made.substr(0, made.rfind('.')));
  dir.write("signature", *crypto::from_base64url(made.substr(made.rfind('.') + 1)));
  const auto shell = [&](const std::string& command) {
    return std::system(
        ("cd '" + dir.path().string() + "' && " + command + " >log 2>&1").c_str());  // NOLINT
  };
  CHECK(shell("openssl dgst -sha256 -prverify key.pem -signature signature input") == 0);
  CHECK(shell("openssl dgst -sha256 -sign key.pem -out other input") == 0);
  CHECK(slurp(dir / "other") == slurp(dir / "signature"));  // PKCS#1 v1.5 is deterministic
}
