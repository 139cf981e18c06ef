// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/secret.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::crypto {

/// What kind of key it is; JOSE's `kty` (RFC 7518 §6.1, RFC 8037 §2). `oct` is a shared secret.
enum class KeyType { rsa, ec, okp, oct };

/// "RSA", "EC", "OKP", "oct".
std::string_view to_string(KeyType type);

/// RSA keys below this are refused for signatures (RFC 7518 §3.3).
inline constexpr int min_rsa_bits = 2048;
/// And above this: an operation with them takes too long to be offered to strangers.
inline constexpr int max_rsa_bits = 16384;

/// The numbers of an RSA public key, unsigned big-endian, without leading zeros.
struct RsaNumbers {
  std::string modulus;
  std::string exponent;
};

/// A public key on a curve: "P-256", "P-384", "P-521" with x and y of the curve's full length, or
/// "Ed25519", "Ed448" with x alone.
struct CurvePoint {
  std::string curve;
  std::string x;
  std::string y;
};

/// The native half of a key. Only the modules' sources know it.
struct NativeKey;

/// A key that verifies signatures: a public key, or a shared secret. An immutable value that is
/// cheap to copy and may be used by several threads.
class VerificationKey {
 public:
  /// SubjectPublicKeyInfo (`PUBLIC KEY`) or PKCS#1 (`RSA PUBLIC KEY`) in PEM.
  /// Throws Error{input} when it is neither, or of a kind that does not sign.
  static VerificationKey from_pem(std::string_view pem);
  /// DER of a SubjectPublicKeyInfo. Throws as above.
  static VerificationKey from_spki(std::string_view der);
  /// Throws Error{input} when the numbers make no key.
  static VerificationKey from_rsa(const RsaNumbers& numbers);
  /// Throws Error{input} when the curve is unknown or the point is not on it.
  static VerificationKey from_point(const CurvePoint& point);
  /// For HS256, HS384 and HS512 alone. Never made from a PEM (RFC 8725 §2.1).
  static VerificationKey from_secret(Secret secret);

  explicit VerificationKey(std::shared_ptr<const NativeKey> native) : native_(std::move(native)) {}

  KeyType type() const;
  /// "P-256", "Ed25519", …; empty for RSA and oct.
  std::string_view curve() const;
  int bits() const;

  /// For RSA; empty numbers for the others.
  RsaNumbers rsa_numbers() const;
  /// For EC and OKP; empty for the others.
  CurvePoint point() const;
  /// DER of the SubjectPublicKeyInfo; empty for oct.
  std::string spki() const;

  const NativeKey& native() const { return *native_; }

 private:
  std::shared_ptr<const NativeKey> native_;
};

/// A private key that signs. An immutable value, cheap to copy; its memory is cleared with the last
/// copy.
class SigningKey {
 public:
  /// PKCS#8 (`PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`), PKCS#1 (`RSA PRIVATE KEY`) and SEC 1
  /// (`EC PRIVATE KEY`) in PEM, encrypted or not.
  /// Throws Error{usage} when it is encrypted and no password is given, Error{input} when the
  /// password is wrong or it is no such key.
  static SigningKey from_pem(std::string_view pem, const Secret* password = nullptr);
  /// DER of a PKCS#8 PrivateKeyInfo, not encrypted. Throws Error{input}.
  static SigningKey from_pkcs8(std::string_view der);
  /// A new RSA key, from OpenSSL's random source.
  static SigningKey generate_rsa(int bits = min_rsa_bits);
  /// For HS256, HS384 and HS512.
  static SigningKey from_secret(Secret secret);

  explicit SigningKey(std::shared_ptr<const NativeKey> native) : native_(std::move(native)) {}

  KeyType type() const { return verification_key().type(); }
  /// The key that verifies what this one signs.
  VerificationKey verification_key() const;

  /// PKCS#8 in PEM, not encrypted: for a file of mode 0600.
  Secret to_pem() const;

  const NativeKey& native() const { return *native_; }

 private:
  std::shared_ptr<const NativeKey> native_;
};

}  // namespace tokenshift::crypto
