// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/client.hpp"

#include <doctest/doctest.h>

using namespace tokenshift::apps;

TEST_CASE("only the exact spelling JWT is JWT, known others are opaque, the rest name an issuer") {
  CHECK(type_of_value("JWT") == TokenType::jwt);
  for (const char* value :
       {"", "Default", "DEFAULT", "default", "OAUTH", "jwt", "Jwt", "null", "NULL"}) {
    CAPTURE(value);
    CHECK(type_of_value(value) == TokenType::opaque);
  }
  CHECK(type_of_value(std::nullopt) == TokenType::opaque);
  CHECK(type_of_value("AcmeJWT") == TokenType::custom);
  CHECK(type_of_value("JWT ") == TokenType::custom);
}

TEST_CASE("a client is JWT only when it has rows and all of them say so") {
  using Rows = std::vector<TypeRow>;
  CHECK(type_of(Rows{}) == TokenType::opaque);
  CHECK(type_of(Rows{{1, "JWT"}}) == TokenType::jwt);
  CHECK(type_of(Rows{{1, "JWT"}, {2, "JWT"}}) == TokenType::jwt);
  CHECK(type_of(Rows{{1, "JWT"}, {2, "Default"}}) == TokenType::opaque);
  CHECK(type_of(Rows{{1, "JWT"}, {2, "Acme"}}) == TokenType::custom);
  CHECK(custom_name(Rows{{1, "Default"}, {2, "Acme"}}) == "Acme");
  CHECK(custom_name(Rows{{1, "Default"}}).empty());
}
