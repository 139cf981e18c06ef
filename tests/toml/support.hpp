// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/error.hpp"
#include "tokenshift/toml/document.hpp"
#include "tokenshift/toml/edit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::test {

/// What parse() has against a text; nothing when it reads it.
inline std::optional<Error> refusal_of(std::string_view text) {
  try {
    toml::parse(std::string(text), "f");
    return std::nullopt;
  } catch (const Error& error) {
    return error;
  }
}

/// `line:column` of the refusal; "accepted" when there is none.
inline std::string place_of_refusal(std::string_view text) {
  const auto error = refusal_of(text);
  if (!error.has_value()) return "accepted";
  const std::string what = error->what();
  const std::size_t start = what.find(':') + 1;
  return what.substr(start, what.find(": ") - start);
}

/// The text with one key set.
inline std::string with(std::string_view text, std::string_view key, std::string_view literal) {
  return toml::edited(toml::parse(std::string(text), "f"),
                      {{.at = toml::parse_address(key), .literal = std::string(literal)}});
}

inline const std::string issuer = "\"org.example.ExtendedIssuer\"";

/// What switches the optimization on, as far as this module is concerned.
inline const std::vector<toml::Change> feature = {
    {.at = toml::parse_address("oauth.token_persistence.enable"), .literal = "false"},
    {.at = toml::parse_address("oauth.revoked_token_headers_in_response.enable"),
     .literal = "false"},
    {.at = toml::parse_address("apim.oauth_config.enable_jwt_for_portals"), .literal = "true"},
    {.at = toml::parse_address("oauth.add_tenant_domain_to_access_token"), .literal = "true"},
    {.at = toml::parse_address("transport.https.properties.maxHttpHeaderSize"),
     .literal = "\"12288\""},
    {.at = toml::parse_address("oauth.extensions.token_types[name=JWT].issuer"), .literal = issuer},
};

/// The text with the issuer of the token type JWT set.
inline std::string with_issuer(std::string_view text) {
  return toml::edited(toml::parse(std::string(text), "f"), {feature.back()});
}

/// The kind of the error that a call ends with; nothing when it ends well.
template <typename Call>
std::optional<ErrorKind> error_of(Call call) {
  try {
    call();
    return std::nullopt;
  } catch (const Error& error) {
    return error.kind();
  }
}

}  // namespace tokenshift::test
