// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/certificate.hpp"
#include "tokenshift/jwt/keys.hpp"
#include "tokenshift/jwt/verify.hpp"

#include "jwt/rfc_vectors.hpp"
#include "support/errors.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace tokenshift::jwt::test {
namespace {

using tokenshift::test::error_of;

std::vector<Failure> failures_of(std::string_view jwk, std::string_view token) {
  TokenVerifier verifier(read_jwks(jwk, "key"), {.signature_only = true});
  return verifier.verify(token).key_manager.failures;
}

struct Vector {
  const char* name;
  std::string_view jwk;
  std::string_view token;
};

constexpr std::array vectors{
    Vector{"RFC 7515 A.1", rfc7515_oct, rfc7515_a1},
    Vector{"RFC 7515 A.2", rfc7515_rsa, rfc7515_a2},
    Vector{"RFC 7515 A.3", rfc7515_ec, rfc7515_a3},
    Vector{"RFC 7520 4.1", rfc7520_rsa, rfc7520_rs256},
    Vector{"RFC 7520 4.2", rfc7520_rsa, rfc7520_ps384},
    Vector{"RFC 7520 4.3", rfc7520_ec, rfc7520_es512},
    Vector{"RFC 7520 4.4", rfc7520_oct, rfc7520_hs256},
};

}  // namespace

TEST_CASE("the signed tokens of the RFCs verify, and not with any character changed") {
  for (const Vector& vector : vectors) {
    CAPTURE(vector.name);
    CHECK(failures_of(vector.jwk, vector.token).empty());
    for (std::size_t i = 0; i < vector.token.size(); i += 7) {
      CAPTURE(i);
      std::string changed(vector.token);
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      CHECK_FALSE(failures_of(vector.jwk, changed).empty());
    }
  }
}

TEST_CASE("the unsecured token of RFC 7515, appendix A.5, is never accepted") {
  for (const std::string_view jwk : {rfc7515_rsa, rfc7515_ec, rfc7515_oct}) {
    CHECK(failures_of(jwk, rfc7515_a5) == std::vector<Failure>{{Reason::alg_none, {}}});
  }
}

TEST_CASE("the encrypted token of RFC 7519, appendix A.1, is named as such") {
  CHECK(failures_of(rfc7515_rsa, rfc7519_a1) == std::vector<Failure>{{Reason::encrypted, {}}});
}

TEST_CASE("the thumbprint of RFC 7638, section 3.1") {
  CHECK(thumbprint(read_jwks(rfc7638_rsa, "key").front().key) ==
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST_CASE("kid and x5t are the server's own, of the certificate's SHA-256 as text") {
  CHECK(server_x5t("") ==
        "ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MWI3ODUyYjg1NQ");
  CHECK(server_kid("", crypto::Algorithm::ps256).ends_with("_PS256"));
}

TEST_CASE("a JWKS that is written is read again, and verifies") {
  const auto key = crypto::SigningKey::generate_rsa();
  const auto certificate =
      crypto::self_signed(key, "localhost", Time{}, Time{std::chrono::days{30}});
  const std::string jwks =
      write_jwks({{.key = key.verification_key(), .certificate = certificate.der},
                  {.key = key.verification_key(),
                   .algorithm = crypto::Algorithm::ps512,
                   .certificate = certificate.der}});
  const auto keys = read_jwks(jwks, "jwks");
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].kid == server_kid(certificate.der, crypto::Algorithm::rs256));
  CHECK(keys[1].only == crypto::Algorithm::ps512);
  CHECK(keys[0].key.spki() == key.verification_key().spki());
}

TEST_CASE("a JWKS that is not right is refused, with the key that is wrong") {
  const std::string rsa(rfc7520_rsa);
  const std::string oct(rfc7520_oct);
  for (const std::string& jwks :
       {std::string("{}"), std::string("[]"), std::string(R"({"keys":[]})"),
        R"({"keys":[)" + rsa + "," + rsa + "]}", R"({"keys":[)" + rsa + "," + oct + "]}",
        std::string(R"({"kty":"RSA","n":"AQAB"})"),
        std::string(R"({"kty":"RSA","n":"AQ==","e":"AQAB"})"),
        std::string(R"({"kty":"RSA","n":"Aw","e":"AA"})"),
        std::string(R"({"kty":"RSA","n":"AA","e":"AQAB"})"),
        std::string(R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA"})"),
        std::string(R"({"kty":"RSA","kty":"RSA","n":"AQAB","e":"AQAB"})"),
        std::string(R"({"kty":"oct","k":"AAAA","use":"enc"})"),
        std::string(R"({"kty":"oct","k":"AAAA","alg":"RS256"})")}) {
    CAPTURE(jwks);
    CHECK(error_of([&] { read_jwks(jwks, "set"); }).kind() == ErrorKind::input);
  }
}

}  // namespace tokenshift::jwt::test
