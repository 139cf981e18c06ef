// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/certificate.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/digest.hpp"

#include "native_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace tokenshift::crypto {
namespace {

using Name = std::unique_ptr<X509_NAME, FreedBy<X509_NAME_free>>;

[[noreturn]] void refuse() {
  ERR_clear_error();
  throw Error(ErrorKind::input, "no certificate can be read from this DER",
              "check that the file is whole");
}

[[noreturn]] void fail() {
  ERR_clear_error();
  throw Error(ErrorKind::internal, "OpenSSL made no certificate", "report this");
}

X509Ptr parsed(std::string_view der) {
  prepare_openssl();
  const unsigned char* at = as_bytes(der);
  X509Ptr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!certificate || at != as_bytes(der) + der.size()) refuse();
  return certificate;
}

std::string text_of(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()));
  // Without the escapes of bytes above ASCII: the text is UTF-8.
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Time time_of(const ASN1_TIME* time) {
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1) refuse();
  return Time{std::chrono::seconds{timegm(&fields)}};
}

std::string serial_of(const X509* certificate) {
  const BigNumber number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
  char* digits = number ? BN_bn2hex(number.get()) : nullptr;
  if (digits == nullptr) refuse();
  std::string text(digits);
  OPENSSL_free(digits);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

std::string der_of(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size <= 0) fail();
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

Certificate certificate_from_der(std::string_view der) {
  const X509Ptr certificate = parsed(der);
  return {.der = std::string(der),
          .subject = text_of(X509_get_subject_name(certificate.get())),
          .issuer = text_of(X509_get_issuer_name(certificate.get())),
          .serial = serial_of(certificate.get()),
          .not_before = time_of(X509_get0_notBefore(certificate.get())),
          .not_after = time_of(X509_get0_notAfter(certificate.get()))};
}

std::string Certificate::sha256_hex() const { return crypto::sha256_hex(der); }

VerificationKey Certificate::key() const {
  const X509Ptr certificate = parsed(der);
  Pkey pkey(X509_get_pubkey(certificate.get()));
  if (!pkey) {
    ERR_clear_error();
    throw Error(ErrorKind::input, "the certificate's public key cannot be read",
                "use a certificate with an RSA or EC key");
  }
  return VerificationKey(native_of(std::move(pkey)));
}

std::string Certificate::key_text() const {
  const X509Ptr certificate = parsed(der);
  const Pkey pkey(X509_get_pubkey(certificate.get()));
  ERR_clear_error();
  if (!pkey) return "unknown";
  const char* name = EVP_PKEY_get0_type_name(pkey.get());
  std::array<char, 80> group{};
  if (EVP_PKEY_is_a(pkey.get(), "EC") == 1 &&
      EVP_PKEY_get_group_name(pkey.get(), group.data(), group.size(), nullptr) == 1) {
    return fmt::format("EC {}", group.data());
  }
  return fmt::format("{} {}", name == nullptr ? "unknown" : name, EVP_PKEY_get_bits(pkey.get()));
}

Certificate self_signed(const SigningKey& key, const std::string& name, Time not_before,
                        Time not_after) {
  const X509Ptr certificate(X509_new());
  const auto stamp = [](Time time) {
    return static_cast<std::time_t>(
        std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
  };
  X509* made = certificate.get();
  const Name subject(X509_NAME_new());
  EVP_PKEY* pkey = key.native().pkey.get();
  const bool good = pkey != nullptr && X509_set_version(made, X509_VERSION_3) == 1 &&
                    ASN1_INTEGER_set(X509_get_serialNumber(made), 1) == 1 &&
                    ASN1_TIME_set(X509_getm_notBefore(made), stamp(not_before)) != nullptr &&
                    ASN1_TIME_set(X509_getm_notAfter(made), stamp(not_after)) != nullptr &&
                    X509_NAME_add_entry_by_txt(subject.get(), "CN", MBSTRING_UTF8, as_bytes(name),
                                               static_cast<int>(name.size()), -1, 0) == 1 &&
                    X509_set_subject_name(made, subject.get()) == 1 &&
                    X509_set_issuer_name(made, subject.get()) == 1 &&
                    X509_set_pubkey(made, pkey) == 1 && X509_sign(made, pkey, EVP_sha256()) > 0;
  if (!good) fail();
  return certificate_from_der(der_of(made));
}

}  // namespace tokenshift::crypto
