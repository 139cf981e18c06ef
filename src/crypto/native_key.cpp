// SPDX-License-Identifier: Apache-2.0
#include "native_key.hpp"

#include "tokenshift/base/error.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::crypto {
namespace {

// OpenSSL's name of a kind of key and of its curve, and ours.
struct Kind {
  const char* algorithm;
  const char* group;
  KeyType type;
  std::string_view curve;
};

constexpr auto kinds = std::to_array<Kind>({
    {"RSA", nullptr, KeyType::rsa, {}},
    {"EC", "prime256v1", KeyType::ec, "P-256"},
    {"EC", "secp384r1", KeyType::ec, "P-384"},
    {"EC", "secp521r1", KeyType::ec, "P-521"},
    {"ED25519", nullptr, KeyType::okp, "Ed25519"},
    {"ED448", nullptr, KeyType::okp, "Ed448"},
});

bool is_of(const EVP_PKEY* pkey, const Kind& kind) {
  if (EVP_PKEY_is_a(pkey, kind.algorithm) != 1) return false;
  if (kind.group == nullptr) return true;
  std::array<char, 80> name{};
  return EVP_PKEY_get_group_name(pkey, name.data(), name.size(), nullptr) == 1 &&
         std::string_view(name.data()) == kind.group;
}

}  // namespace

void prepare_openssl() { OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr); }

std::shared_ptr<const NativeKey> native_of(Pkey pkey) {
  const auto* kind =
      std::ranges::find_if(kinds, [&](const Kind& known) { return is_of(pkey.get(), known); });
  if (kind == kinds.end()) {
    const char* name = EVP_PKEY_get0_type_name(pkey.get());
    throw Error(ErrorKind::input,
                std::string("a key of the kind ") + (name == nullptr ? "unknown" : name) +
                    " makes no signature of a token",
                "give an RSA key, an EC key on P-256, P-384 or P-521, or an Ed25519 or Ed448 key");
  }
  return std::make_shared<const NativeKey>(
      NativeKey{.type = kind->type, .curve = kind->curve, .pkey = std::move(pkey)});
}

}  // namespace tokenshift::crypto
