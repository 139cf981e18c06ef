// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::apps {

/// What the server would issue for a client. `custom` is the name of an issuer of the deployment's
/// own.
enum class TokenType { jwt, opaque, custom };
inline constexpr std::array<std::string_view, 3> token_type_names{"JWT", "opaque", "custom"};
std::string_view to_string(TokenType type);

/// Where a client comes from: an application of the developer portal; a portal's own login (a row
/// of AM_SYSTEM_APPS); or registered otherwise (DCR, apictl, console).
enum class ClientKind { devportal, portal, dcr };
inline constexpr std::array<std::string_view, 3> client_kind_names{"devportal", "portal", "dcr"};
std::string_view to_string(ClientKind kind);

/// A `tokenType` row of IDN_OIDC_PROPERTY that the server sees: its TENANT_ID is the client's own.
struct TypeRow {
  std::int64_t id = 0;
  std::optional<std::string> value;

  bool operator==(const TypeRow&) const = default;
};

/// A row of IDN_OAUTH_CONSUMER_APPS with what decides its token type.
struct Client {
  std::int64_t id = 0;
  std::string key;
  std::string name;
  std::string owner;
  std::int64_t tenant_id = 0;
  std::string state;
  bool oauth1 = false;  ///< OAuth 1.0a: has no token type
  ClientKind kind = ClientKind::dcr;
  std::int64_t application_id = 0;   ///< 0 where there is none
  std::vector<TypeRow> types;        ///< own-tenant rows; none is possible, several too
  std::int64_t invisible_types = 0;  ///< rows of another tenant, which the server ignores
};

/// What a PROPERTY_VALUE makes the server issue. Only the exact spelling `JWT` is JWT; the known
/// other spellings (`Default`, `OAUTH`, `jwt`, `null`, empty, NULL …) are opaque; the rest name a
/// custom issuer (reference database.md §2.2, §2.3).
TokenType type_of_value(const std::optional<std::string>& value);

/// The effective type: JWT only if there is a row and all of them say so; custom if any does; else
/// opaque. With duplicates the server takes whichever row the database gives first.
TokenType type_of(std::span<const TypeRow> rows);

/// The first custom issuer's name among the rows; empty when there is none.
std::string custom_name(std::span<const TypeRow> rows);

}  // namespace tokenshift::apps
