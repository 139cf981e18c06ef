// SPDX-License-Identifier: Apache-2.0
// SHA-256 is done by its own functions, which OpenSSL keeps for older programs: the newer ones look
// the algorithm up among all others first, which takes a short command longer than all it does.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "tokenshift/crypto/digest.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/native.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace tokenshift::crypto {
namespace {

void must(int result) {
  if (result != 1) throw Error(ErrorKind::internal, "hashing failed in OpenSSL", "report this");
}

std::string digest_of(std::string_view bytes, const EVP_MD* kind) {
  prepare_openssl();
  std::string digest(static_cast<std::size_t>(EVP_MD_get_size(kind)), '\0');
  must(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()),
                  nullptr, kind, nullptr));
  return digest;
}

}  // namespace

struct Sha256::State {
  SHA256_CTX context{};
  State() { must(SHA256_Init(&context)); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  must(SHA256_Update(&state_->context, bytes.data(), bytes.size()));
}

std::string Sha256::hex() {
  std::string digest(32, '\0');
  must(SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), &state_->context));
  return hex_of(digest);
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

std::string sha256(std::string_view bytes) { return digest_of(bytes, EVP_sha256()); }

std::string sha1(std::string_view bytes) { return digest_of(bytes, EVP_sha1()); }

std::string md5_hex(std::string_view bytes) { return hex_of(digest_of(bytes, EVP_md5())); }

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace tokenshift::crypto
