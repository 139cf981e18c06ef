// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/key.hpp"

#include "native_key.hpp"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace tokenshift::crypto {
namespace {

struct Asked {
  const Secret* password = nullptr;
  bool asked = false;
};

// OpenSSL asks for the password of an encrypted PEM.
int give_password(char* buffer, int size, int /*writing*/, void* data) {
  auto* asked = static_cast<Asked*>(data);
  asked->asked = true;
  if (asked->password == nullptr) return -1;
  const std::string_view text = asked->password->view();
  if (text.size() > static_cast<std::size_t>(size)) return -1;
  std::ranges::copy(text, buffer);
  return static_cast<int>(text.size());
}

[[noreturn]] void refuse(const Asked& asked) {
  ERR_clear_error();
  if (!asked.asked) {
    throw Error(ErrorKind::input, "no private key can be read from this PEM",
                "give a PEM with the line BEGIN PRIVATE KEY, or one of its older forms");
  }
  if (asked.password == nullptr) {
    throw Error(ErrorKind::usage, "the private key is encrypted",
                "give its password with --key-password-file FILE");
  }
  throw Error(ErrorKind::input, "the private key does not open with this password",
              "check the password; a password file holds it on its first line alone");
}

}  // namespace

std::string_view to_string(KeyType type) {
  switch (type) {
    case KeyType::rsa:
      return "RSA";
    case KeyType::ec:
      return "EC";
    case KeyType::okp:
      return "OKP";
    case KeyType::oct:
      return "oct";
  }
  return "";
}

SigningKey SigningKey::from_pem(std::string_view pem, const Secret* password) {
  prepare_openssl();
  Asked asked{.password = password};
  const Bio bio = reader_of(pem);
  Pkey pkey(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_password, &asked));
  if (!pkey) refuse(asked);
  return SigningKey(native_of(std::move(pkey)));
}

SigningKey SigningKey::from_pkcs8(std::string_view der) {
  prepare_openssl();
  const unsigned char* at = as_bytes(der);
  using Info = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreedBy<PKCS8_PRIV_KEY_INFO_free>>;
  const Info info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
  Pkey pkey(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
  if (!pkey) {
    ERR_clear_error();
    throw Error(ErrorKind::input, "no private key can be read from this PKCS#8",
                "check that the key store is whole");
  }
  return SigningKey(native_of(std::move(pkey)));
}

SigningKey SigningKey::generate_rsa(int bits) {
  prepare_openssl();
  Pkey pkey(EVP_RSA_gen(static_cast<unsigned>(bits)));
  if (!pkey) throw Error(ErrorKind::internal, "OpenSSL made no RSA key", "report this");
  return SigningKey(native_of(std::move(pkey)));
}

SigningKey SigningKey::from_secret(Secret secret) {
  return SigningKey(std::make_shared<const NativeKey>(
      NativeKey{.type = KeyType::oct, .secret = std::move(secret)}));
}

VerificationKey SigningKey::verification_key() const {
  // The native half of a private key verifies as well; a public one is made of it where it leaves.
  return VerificationKey(native_);
}

Secret SigningKey::to_pem() const {
  const Bio bio(BIO_new(BIO_s_secmem()));
  if (!native_->pkey || PEM_write_bio_PrivateKey(bio.get(), native_->pkey.get(), nullptr, nullptr,
                                                 0, nullptr, nullptr) != 1) {
    throw Error(ErrorKind::internal, "a private key has no PEM", "report this");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return Secret({text, static_cast<std::size_t>(size)});
}

}  // namespace tokenshift::crypto
