// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/crypto/key.hpp"

#include <string>
#include <string_view>

namespace tokenshift::crypto {

/// What of an X.509 certificate (RFC 5280) matters for tokens. Nothing of it is verified: who
/// trusts it, trusts it because of where it lies.
struct Certificate {
  std::string der;
  std::string subject;  ///< RFC 2253 §2: "CN=localhost,O=WSO2"
  std::string issuer;
  std::string serial;  ///< hexadecimal
  Time not_before;
  Time not_after;

  /// The SHA-256 of the DER, 64 hexadecimal digits: the thumbprint that names it.
  std::string sha256_hex() const;
  /// The public key. Throws Error{input} when it is of a kind that makes no signature of a token.
  VerificationKey key() const;
  /// "RSA 2048", "EC P-256", "DSA": also for a key of another kind.
  std::string key_text() const;
  bool self_issued() const { return subject == issuer; }
};

/// Throws Error{input} when it is no certificate.
Certificate certificate_from_der(std::string_view der);

/// A certificate for a key, signed by itself with SHA-256, with the serial number 1 and the subject
/// `CN=<name>`: for practice deployments.
Certificate self_signed(const SigningKey& key, const std::string& name, Time not_before,
                        Time not_after);

}  // namespace tokenshift::crypto
