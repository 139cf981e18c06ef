// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/pasted.hpp"

#include "jwt/rfc_vectors.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace tokenshift::jwt::test {
namespace {

std::string folded(std::string_view token, std::size_t width, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); i += width) {
    text += std::string(i > 0 ? between : "") + std::string(token.substr(i, width));
  }
  return text;
}

}  // namespace

TEST_CASE("a token is found in whatever people paste") {
  const std::string token(rfc7515_a2);
  for (const std::string& text : {token,
                                  token + "\r\n",
                                  "  " + token,
                                  "\"" + token + "\"",
                                  "'" + token + "',",
                                  "`" + token + "`",
                                  "Bearer " + token,
                                  "bearer " + token,
                                  "Authorization: Bearer " + token,
                                  "authorization:Bearer " + token + "\nAccept: */*\n",
                                  "curl -H 'Authorization: Bearer " + token + "' https://x/y",
                                  "access_token=" + token + "&token_type=Bearer",
                                  "https://app/cb#access_token=" + token + "&expires_in=3600",
                                  "https://app/cb#{" + token + "}&expires_in=3600",
                                  "token: " + token + ";",
                                  "{\"other\": {\"jwt\": \"" + token + "\"}}",
                                  folded(token, 64, "\n"),
                                  folded(token, 76, "\r\n"),
                                  folded(token, 64, "\n    "),
                                  folded(token, 21, "\n"),
                                  folded(token, 1000, "\n")}) {
    CAPTURE(text);
    const auto found = find_tokens(text);
    REQUIRE(found.size() == 1);
    CHECK(found.front().token == token);
  }
}

TEST_CASE("several tokens are found, each by itself") {
  const std::string one(rfc7515_a2);
  const std::string two(rfc7515_a3);
  for (const std::string& text : {one + "\n" + two, one + " " + two, "'" + one + "','" + two + "'",
                                  "Bearer " + one + "\nBearer " + two + "\n"}) {
    CAPTURE(text);
    const auto found = find_tokens(text);
    REQUIRE(found.size() == 2);
    CHECK(found[0].token == one);
    CHECK(found[1].token == two);
  }
}

TEST_CASE("a response of OAuth gives its tokens with their names, opaque ones too") {
  const auto found =
      find_tokens("{\"access_token\":\"" + std::string(rfc7515_a2) +
                  "\",\"refresh_token\":\"3f0c2a4e\",\"scope\":\"a\",\"expires_in\":3600}");
  REQUIRE(found.size() == 2);
  CHECK(found[0].label == "access_token");
  CHECK(found[0].token == rfc7515_a2);
  CHECK(found[1].label == "refresh_token");
  CHECK(found[1].token == "3f0c2a4e");
}

TEST_CASE("an opaque token is found where it stands alone, and not glued to another") {
  const std::string uuid = "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11";
  CHECK(find_tokens(uuid).front().token == uuid);
  CHECK(find_tokens("Authorization: Bearer " + uuid).front().token == uuid);
  CHECK(find_tokens(std::string(rfc7515_a2) + "\n" + uuid).front().token == rfc7515_a2);
}

TEST_CASE("text without a token gives none") {
  for (const std::string& text : {std::string(), std::string(" \n"), std::string("a b c"),
                                  std::string("Bearer"), std::string(max_pasted_bytes + 1, 'x')}) {
    CHECK(find_tokens(text).empty());
  }
}

}  // namespace tokenshift::jwt::test
