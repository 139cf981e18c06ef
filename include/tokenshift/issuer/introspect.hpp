// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/jwt/verify.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::issuer {

/// What the server answers at /oauth2/introspect (RFC 7662, reference tokens.md §4.8).
struct Introspection {
  bool active = false;
  /// The answer, one line. For a token that is not active it is `{"active":false}` and nothing
  /// else, whatever the reason: that is nobody's business who has only the token.
  std::string json;
  std::vector<jwt::Failure> reasons;  ///< why not, for the operator
  jwt::Recognition recognition;
};

/// The full name of whoever a token is about, "alice@carbon.super"; empty where it is not known.
/// `entity_id` is a client or a user's id.
using NameOf = std::function<std::string(const std::string& entity_id)>;

/// Judges the token as the key manager does and answers for it. The verifier's demands hold the
/// clock, the issuer and the store.
/// The server adds `aut` and `binding_…` while the node that issued the token remembers it; they
/// are never here.
/// Throws Error{refused} for a token whose state is a row of the database (opaque, or stored when
/// issued): its text alone does not tell.
Introspection introspect(jwt::TokenVerifier& verifier, std::string_view token,
                         const NameOf& name_of);

}  // namespace tokenshift::issuer
