// SPDX-License-Identifier: Apache-2.0
//
// Encryption with a password, as in PKCS#12 and PKCS#8. OpenSSL does it, except for RC2, by which
// Java and OpenSSL of before 2021 encrypt certificates: OpenSSL 3 keeps that in its legacy
// provider, a shared object which may not be there. The cipher
// itself is in the library, and the derivation of its key, too.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "pbe.hpp"

#include "tokenshift/base/error.hpp"

#include <fmt/format.h>
#include <openssl/pkcs12.h>
#include <openssl/rc2.h>

#include <algorithm>
#include <array>

namespace tokenshift::keystore {
namespace {

using crypto::FreedBy;
using Pbe = std::unique_ptr<PBEPARAM, FreedBy<PBEPARAM_free>>;
using Pbe2 = std::unique_ptr<PBE2PARAM, FreedBy<PBE2PARAM_free>>;
using Pbkdf2 = std::unique_ptr<PBKDF2PARAM, FreedBy<PBKDF2PARAM_free>>;

int nid_of(const X509_ALGOR& algorithm) { return OBJ_obj2nid(algorithm.algorithm); }

template <typename T>
T* unpacked(const ASN1_ITEM* item, ASN1_TYPE* parameter) {
  return static_cast<T*>(ASN1_TYPE_unpack_sequence(item, parameter));
}

long rounds_of(const X509_ALGOR& algorithm) {
  if (nid_of(algorithm) != NID_pbes2) {
    const Pbe pbe(unpacked<PBEPARAM>(ASN1_ITEM_rptr(PBEPARAM), algorithm.parameter));
    return pbe ? ASN1_INTEGER_get(pbe->iter) : 0;
  }
  const Pbe2 pbe2(unpacked<PBE2PARAM>(ASN1_ITEM_rptr(PBE2PARAM), algorithm.parameter));
  if (!pbe2 || OBJ_obj2nid(pbe2->keyfunc->algorithm) != NID_id_pbkdf2) return 0;
  const Pbkdf2 pbkdf2(unpacked<PBKDF2PARAM>(ASN1_ITEM_rptr(PBKDF2PARAM), pbe2->keyfunc->parameter));
  return pbkdf2 ? ASN1_INTEGER_get(pbkdf2->iter) : 0;
}

int rc2_bits(int nid) {
  if (nid == NID_pbe_WithSHA1And40BitRC2_CBC) return 40;
  return nid == NID_pbe_WithSHA1And128BitRC2_CBC ? 128 : 0;
}

// RFC 7292, appendix B: key and initial vector come from the password by one function.
bool derive(const PBEPARAM& pbe, const crypto::Secret& password, int purpose,
            std::span<unsigned char> bytes) {
  const std::string_view text = password.view();
  return PKCS12_key_gen_utf8(text.data(), static_cast<int>(text.size()), pbe.salt->data,
                             pbe.salt->length, purpose,
                             static_cast<int>(ASN1_INTEGER_get(pbe.iter)),
                             static_cast<int>(bytes.size()), bytes.data(), EVP_sha1()) == 1;
}

std::optional<crypto::Secret> by_rc2(const X509_ALGOR& algorithm, int bits,
                                     std::string_view encrypted, const crypto::Secret& password) {
  const Pbe pbe(unpacked<PBEPARAM>(ASN1_ITEM_rptr(PBEPARAM), algorithm.parameter));
  std::array<unsigned char, 16> key{};
  std::array<unsigned char, RC2_BLOCK> vector{};
  const std::span<unsigned char> used(key.data(), static_cast<std::size_t>(bits) / 8);
  if (!pbe || encrypted.empty() || encrypted.size() % RC2_BLOCK != 0 ||
      !derive(*pbe, password, PKCS12_KEY_ID, used) ||
      !derive(*pbe, password, PKCS12_IV_ID, vector)) {
    return std::nullopt;
  }
  RC2_KEY schedule;
  RC2_set_key(&schedule, static_cast<int>(used.size()), used.data(), bits);
  std::string plain(encrypted.size(), '\0');
  RC2_cbc_encrypt(crypto::as_bytes(encrypted), reinterpret_cast<unsigned char*>(plain.data()),
                  static_cast<long>(encrypted.size()), &schedule, vector.data(), RC2_DECRYPT);
  OPENSSL_cleanse(&schedule, sizeof schedule);
  OPENSSL_cleanse(key.data(), key.size());
  const auto padding = static_cast<unsigned char>(plain.back());
  const bool good = padding >= 1 && padding <= RC2_BLOCK &&
                    std::all_of(plain.end() - padding, plain.end(), [padding](char c) {
                      return static_cast<unsigned char>(c) == padding;
                    });
  crypto::Secret result(std::string_view(plain).substr(0, good ? plain.size() - padding : 0));
  crypto::wipe(plain);
  if (!good) return std::nullopt;
  return result;
}

std::optional<crypto::Secret> by_openssl(const X509_ALGOR& algorithm, std::string_view encrypted,
                                         const crypto::Secret& password) {
  const std::string_view text = password.view();
  unsigned char* data = nullptr;
  int size = 0;
  if (PKCS12_pbe_crypt(&algorithm, text.data(), static_cast<int>(text.size()),
                       crypto::as_bytes(encrypted), static_cast<int>(encrypted.size()), &data,
                       &size, 0) == nullptr) {
    return std::nullopt;
  }
  crypto::Secret result({reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)});
  OPENSSL_clear_free(data, static_cast<std::size_t>(size));
  return result;
}

// Whether OpenSSL's last errors say that it lacks the cipher, and not that the password is wrong.
bool lacks_cipher() {
  bool lacks = false;
  for (unsigned long error = ERR_get_error(); error != 0; error = ERR_get_error()) {
    const int reason = ERR_GET_REASON(error);
    lacks = lacks || reason == ERR_R_UNSUPPORTED || reason == EVP_R_UNKNOWN_PBE_ALGORITHM ||
            reason == EVP_R_UNKNOWN_CIPHER || reason == EVP_R_UNSUPPORTED_CIPHER ||
            reason == EVP_R_UNSUPPORTED_ALGORITHM;
  }
  return lacks;
}

}  // namespace

void require_few_rounds(long rounds) {
  if (rounds >= 0 && rounds <= max_rounds) return;
  throw Error(ErrorKind::input,
              fmt::format("the key store wants more than {} rounds for its password", max_rounds),
              "convert the store: keytool -importkeystore -deststoretype pkcs12 …");
}

std::optional<crypto::Secret> decrypted(const X509_ALGOR& algorithm, std::string_view encrypted,
                                        const crypto::Secret& password) {
  require_few_rounds(rounds_of(algorithm));
  const int nid = nid_of(algorithm);
  const int bits = rc2_bits(nid);
  ERR_clear_error();
  auto plain = bits > 0 ? by_rc2(algorithm, bits, encrypted, password)
                        : by_openssl(algorithm, encrypted, password);
  if (!plain && lacks_cipher()) {
    const char* name = OBJ_nid2ln(nid);
    throw Error(ErrorKind::input,
                fmt::format("the key store is encrypted by {}, which is not supported",
                            name == nullptr ? "an unknown cipher" : name),
                "convert the store: keytool -importkeystore -deststoretype pkcs12 …");
  }
  ERR_clear_error();
  return plain;
}

}  // namespace tokenshift::keystore
