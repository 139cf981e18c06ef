// SPDX-License-Identifier: Apache-2.0
#include "issuer/fixtures.hpp"

#include "tokenshift/jwt/compact.hpp"

#include <doctest/doctest.h>

namespace tokenshift::issuer {

const crypto::SigningKey& test_key() {
  static const crypto::SigningKey key = crypto::SigningKey::generate_rsa();
  return key;
}

std::string uuid_of(char digit) {
  std::string text = "00000000-0000-4000-8000-000000000000";
  for (char& c : text) {
    if (c == '0') c = digit;
  }
  return text;
}

Sources fixed_sources(const std::string& digits, std::int64_t milliseconds) {
  return {.now = [milliseconds] { return Time{std::chrono::milliseconds{milliseconds}}; },
          .new_uuid =
              [digits, next = std::size_t{0}]() mutable {
                return uuid_of(digits[next++ % digits.size()]);
              }};
}

std::string filled(std::string text) {
  const auto fill = [&text](const std::string& name, const std::string& value) {
    for (std::size_t at; (at = text.find(name)) != std::string::npos;) {
      text.replace(at, name.size(), value);
    }
  };
  fill("<client>", example_client);
  fill("<user>", example_user);
  fill("<owner>", example_owner);
  fill("<issuer>", "https://localhost:9443/oauth2/token");
  for (const char digit : std::string("123456789abcdef")) {
    fill(std::string("<") + digit + ">", uuid_of(digit));
  }
  return text;
}

Request example_request(Grant grant) {
  Request request{.grant = grant, .client = {.key = example_client}};
  request.user.id = grant == Grant::client_credentials ? example_owner : example_user;
  return request;
}

std::string header_of(const std::string& token) {
  jwt::CompactToken parts;
  REQUIRE(parts.read(token));
  return parts.header_text();
}

std::string claims_of(const std::string& token) {
  jwt::CompactToken parts;
  REQUIRE(parts.read(token));
  return parts.payload_text();
}

Issuer make_issuer(Settings settings, Sources sources) {
  return {test_key(), example_x5t, std::move(settings), std::move(sources)};
}

}  // namespace tokenshift::issuer
