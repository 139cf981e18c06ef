// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/key.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tokenshift::crypto {

/// The signature algorithms of JOSE (RFC 7518 §3.1, RFC 8037 §3.1). `none` is not among them.
enum class Algorithm {
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
  eddsa,
  hs256,
  hs384,
  hs512,
};

/// What an algorithm needs. The key decides which ones may be used, never the token.
struct AlgorithmRow {
  Algorithm algorithm;
  std::string_view name;   ///< as in `alg`: "RS256"
  KeyType key;             ///< the kind of key that it wants
  std::string_view curve;  ///< the curve that it wants; empty where any of the kind does
  const char* digest;      ///< OpenSSL's name; nullptr for EdDSA
};

std::span<const AlgorithmRow> algorithms();

/// "RS256". Compared exactly: `alg` is case-sensitive (RFC 7515 §4.1.1).
std::string_view to_string(Algorithm algorithm);
std::optional<Algorithm> find_algorithm(std::string_view name);

/// Whether a key of this kind and curve is made for the algorithm.
bool fits(const VerificationKey& key, Algorithm algorithm);

/// Why no signature of this key by this algorithm proves anything: RSA of fewer than 2048 bits, an
/// exponent that is 1 or even, a modulus that chips with a known fault made (ROCA, CVE-2017-15361),
/// a secret shorter than its hash (RFC 7518 §3.2). Nothing where it is sound.
std::optional<std::string> weakness(const VerificationKey& key, Algorithm algorithm);

/// Signs one text after the other with one key. It keeps what OpenSSL has prepared, so use one for
/// many texts, and one per thread.
class Signer {
 public:
  /// Throws Error{input} when the key does not fit the algorithm or is too weak for it.
  Signer(const SigningKey& key, Algorithm algorithm);
  Signer(Signer&&) noexcept;
  Signer& operator=(Signer&&) noexcept;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  ~Signer();

  Algorithm algorithm() const;

  /// The signature in JOSE's form: for ES*, r and s side by side (RFC 7518 §3.4).
  std::string sign(std::string_view input);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Verifies one signature after the other with one key. One per thread.
class Verifier {
 public:
  /// Throws Error{input} when the key does not fit the algorithm or is too weak for it.
  Verifier(const VerificationKey& key, Algorithm algorithm);
  Verifier(Verifier&&) noexcept;
  Verifier& operator=(Verifier&&) noexcept;
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;
  ~Verifier();

  Algorithm algorithm() const;

  /// Whether this is the signature of that text. False for a signature of any wrong form, too.
  bool verify(std::string_view input, std::string_view signature);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tokenshift::crypto
