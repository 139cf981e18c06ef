// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/jwt/verify.hpp"

namespace tokenshift::jwt {

/// Judges the claims of a token of a kind that a side sees, but for revocation.
void judge_for_key_manager(Verification& verification, const KnownClaims& header,
                           const KnownClaims& claims, const Demands& demands);
void judge_for_gateway(Verification& verification, const KnownClaims& claims,
                       const Demands& demands);

/// What a revocation store is asked for.
Identity identity_of(const KnownClaims& claims);

/// Whether the key manager takes it for expired (tokens.md §4.1 step 9; for refresh tokens §2.4
/// step 9).
bool is_expired_for_key_manager(std::int64_t expiry, Kind kind, const Demands& demands);

}  // namespace tokenshift::jwt
