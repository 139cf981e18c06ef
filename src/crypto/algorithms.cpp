// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/signature.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::crypto {

std::span<const AlgorithmRow> algorithms() {
  // In the order of the enumeration.
  static constexpr std::array all{
      AlgorithmRow{Algorithm::rs256, "RS256", KeyType::rsa, {}, "SHA2-256"},
      AlgorithmRow{Algorithm::rs384, "RS384", KeyType::rsa, {}, "SHA2-384"},
      AlgorithmRow{Algorithm::rs512, "RS512", KeyType::rsa, {}, "SHA2-512"},
      AlgorithmRow{Algorithm::ps256, "PS256", KeyType::rsa, {}, "SHA2-256"},
      AlgorithmRow{Algorithm::ps384, "PS384", KeyType::rsa, {}, "SHA2-384"},
      AlgorithmRow{Algorithm::ps512, "PS512", KeyType::rsa, {}, "SHA2-512"},
      AlgorithmRow{Algorithm::es256, "ES256", KeyType::ec, "P-256", "SHA2-256"},
      AlgorithmRow{Algorithm::es384, "ES384", KeyType::ec, "P-384", "SHA2-384"},
      AlgorithmRow{Algorithm::es512, "ES512", KeyType::ec, "P-521", "SHA2-512"},
      AlgorithmRow{Algorithm::eddsa, "EdDSA", KeyType::okp, {}, nullptr},
      AlgorithmRow{Algorithm::hs256, "HS256", KeyType::oct, {}, "SHA2-256"},
      AlgorithmRow{Algorithm::hs384, "HS384", KeyType::oct, {}, "SHA2-384"},
      AlgorithmRow{Algorithm::hs512, "HS512", KeyType::oct, {}, "SHA2-512"},
  };
  return all;
}

namespace {
const AlgorithmRow& row_of(Algorithm algorithm) {
  return algorithms()[static_cast<std::size_t>(algorithm)];
}
}  // namespace

std::string_view to_string(Algorithm algorithm) { return row_of(algorithm).name; }

std::optional<Algorithm> find_algorithm(std::string_view name) {
  const auto found = std::ranges::find(algorithms(), name, &AlgorithmRow::name);
  if (found == algorithms().end()) return std::nullopt;
  return found->algorithm;
}

bool fits(const VerificationKey& key, Algorithm algorithm) {
  const AlgorithmRow& row = row_of(algorithm);
  return key.type() == row.key && (row.curve.empty() || row.curve == key.curve());
}

}  // namespace tokenshift::crypto
