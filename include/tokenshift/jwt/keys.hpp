// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/key.hpp"
#include "tokenshift/crypto/signature.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::jwt {

/// The largest JWKS that is read, and the most keys in one.
inline constexpr std::size_t max_jwks_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_jwks_keys = 256;

/// A key that tokens are verified with, and what is said about it beside.
struct TrustedKey {
  crypto::VerificationKey key;
  std::string kid;                                       ///< empty when it has none
  std::optional<crypto::Algorithm> only = std::nullopt;  ///< the one algorithm that it is for
  std::string place;                                     ///< where it comes from, for people
};

/// Reads a JWK (RFC 7517 §4) or a JWKS (§5), all kinds of keys that sign; `place` names the source.
/// Keys that are for encryption (`use`, `key_ops`) or of an unknown kind are left out. Private
/// members are not read.
/// Throws Error{input} when it is no such JSON, a member is missing or wrong, two keys of one kind
/// have one kid, secrets and public keys are mixed, or no key is left.
std::vector<TrustedKey> read_jwks(std::string_view json, const std::string& place);

/// The thumbprint of RFC 7638 with SHA-256, in base64url.
std::string thumbprint(const crypto::VerificationKey& key);

/// The members that every JWK of a public key has: kty, and n and e, or crv, x and y. A JSON object
/// whose members are in the order of RFC 7638 §3.2: sorted.
std::string bare_jwk(const crypto::VerificationKey& key);

/// What a JWKS of API-M says about a key (tokens.md §6.5).
struct PublishedKey {
  crypto::VerificationKey key;
  crypto::Algorithm algorithm = crypto::Algorithm::rs256;
  std::string certificate;  ///< DER
};

/// `x5t` of tokens: base64url of the hexadecimal text of a certificate's SHA-256 (tokens.md §1.1).
std::string server_x5t(std::string_view certificate);

/// `kid` of tokens: x5t, `_`, and the algorithm.
std::string server_kid(std::string_view certificate, crypto::Algorithm algorithm);

/// A JWKS as the server publishes it: kid and `x5t#S256` as it computes them, x5c in base64.
/// Indented.
std::string write_jwks(const std::vector<PublishedKey>& keys);

}  // namespace tokenshift::jwt
