// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/client.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>

namespace tokenshift::apps {
namespace {

constexpr std::array<std::string_view, 5> opaque_spellings{"", "default", "oauth", "null", "jwt"};

}  // namespace

std::string_view to_string(TokenType type) {
  return token_type_names.at(static_cast<std::size_t>(type));
}

std::string_view to_string(ClientKind kind) {
  return client_kind_names.at(static_cast<std::size_t>(kind));
}

TokenType type_of_value(const std::optional<std::string>& value) {
  if (!value) return TokenType::opaque;
  if (*value == "JWT") return TokenType::jwt;
  const bool known =
      std::ranges::find(opaque_spellings, to_lower(*value)) != opaque_spellings.end();
  return known ? TokenType::opaque : TokenType::custom;
}

TokenType type_of(std::span<const TypeRow> rows) {
  if (rows.empty()) return TokenType::opaque;
  TokenType type = TokenType::jwt;
  for (const TypeRow& row : rows) type = std::max(type, type_of_value(row.value));
  return type;
}

std::string custom_name(std::span<const TypeRow> rows) {
  for (const TypeRow& row : rows) {
    if (type_of_value(row.value) == TokenType::custom) return *row.value;
  }
  return {};
}

}  // namespace tokenshift::apps
