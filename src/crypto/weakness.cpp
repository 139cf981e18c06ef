// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/signature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::crypto {
namespace {

std::uint32_t remainder_of(std::string_view number, std::uint32_t divisor) {
  std::uint32_t rest = 0;
  for (const char c : number) rest = (rest << 8U | static_cast<unsigned char>(c)) % divisor;
  return rest;
}

// Whether a residue is a power of 65537.
bool is_power(std::uint32_t residue, std::uint32_t prime) {
  const std::uint32_t base = 65537 % prime;
  std::uint32_t power = 1;
  do {
    if (power == residue) return true;
    power = power * base % prime;
  } while (power != 1);
  return false;
}

// The faulty chips made primes that are powers of 65537 modulo a product of small primes, so that
// the modulus is one, too; of a million other moduli none is (Nemec et al., CCS 2017, §2.3).
bool has_roca(std::string_view modulus) {
  static constexpr std::array<std::uint32_t, 38> primes{
      3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
      73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
  return std::ranges::all_of(primes, [modulus](std::uint32_t prime) {
    return is_power(remainder_of(modulus, prime), prime);
  });
}

std::optional<std::string> weakness_of_rsa(const VerificationKey& key) {
  if (key.bits() < min_rsa_bits) {
    return fmt::format("an RSA key of {} bits; {} are the least", key.bits(), min_rsa_bits);
  }
  if (key.bits() > max_rsa_bits) {
    return fmt::format("an RSA key of {} bits; {} are the most", key.bits(), max_rsa_bits);
  }
  const RsaNumbers numbers = key.rsa_numbers();
  const bool even = (static_cast<unsigned char>(numbers.exponent.back()) & 1U) == 0;
  if (even || numbers.exponent == "\x01") return "an RSA key whose exponent is 1 or even";
  if (has_roca(numbers.modulus)) return "an RSA key whose factors can be found (ROCA)";
  return std::nullopt;
}

int hash_bits(Algorithm algorithm) {
  return algorithm == Algorithm::hs512 ? 512 : algorithm == Algorithm::hs384 ? 384 : 256;
}

}  // namespace

std::optional<std::string> weakness(const VerificationKey& key, Algorithm algorithm) {
  if (key.type() == KeyType::rsa) return weakness_of_rsa(key);
  if (key.type() != KeyType::oct || key.bits() >= hash_bits(algorithm)) return std::nullopt;
  return fmt::format("a secret of {} bits; {} are the least", key.bits(), hash_bits(algorithm));
}

}  // namespace tokenshift::crypto
