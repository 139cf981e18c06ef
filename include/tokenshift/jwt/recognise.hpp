// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/jwt/claims.hpp"
#include "tokenshift/jwt/compact.hpp"

#include <string_view>

namespace tokenshift::jwt {

/// What a token is for.
enum class Kind {
  access,            ///< an access token as the optimization issues it
  refresh,           ///< a refresh token as the optimization issues it
  persisted_access,  ///< an access token that was stored when issued: the optimization was off
  backend,           ///< what the gateway passes on to the backend (X-JWT-Assertion)
  id,                ///< an OpenID Connect id token
  encrypted,         ///< a JWE
  opaque,            ///< no JWT: a reference to a row of the database
  other,             ///< a JWT of somebody else
  unreadable,
};

/// How tokens look on the wire: API-M 4.3 to 4.6, or 4.7 (tokens.md §0.1).
enum class Profile { unknown, p43, p47 };

/// "access", "refresh", "persisted-access", "backend", "id", "encrypted", "opaque", "other",
/// "unreadable".
std::string_view to_string(Kind kind);

/// "unknown", "4.3" (that is 4.3 to 4.6), "4.7".
std::string_view to_string(Profile profile);

struct Recognition {
  Kind kind = Kind::unreadable;
  Profile profile = Profile::unknown;
};

/// What a token is, told by header and claims. Nothing of it is verified.
Recognition recognise(const CompactToken& token, const KnownClaims& header,
                      const KnownClaims& claims);

/// A sentence for people: "an access token of API-M 4.7 or later: …".
std::string_view sentence_of(const Recognition& recognition);

}  // namespace tokenshift::jwt
