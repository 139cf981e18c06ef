// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/key.hpp"

#include "native_key.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>

namespace tokenshift::crypto {
namespace {

using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreedBy<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, FreedBy<OSSL_PARAM_free>>;

constexpr std::size_t max_rsa_bytes = max_rsa_bits / 8;

struct Curve {
  std::string_view name;
  const char* group;  // nullptr: an Edwards curve
  int edwards_id;
  std::size_t coordinate;  // bytes
};

constexpr auto curves = std::to_array<Curve>({{"P-256", "prime256v1", 0, 32},
                                              {"P-384", "secp384r1", 0, 48},
                                              {"P-521", "secp521r1", 0, 66},
                                              {"Ed25519", nullptr, EVP_PKEY_ED25519, 32},
                                              {"Ed448", nullptr, EVP_PKEY_ED448, 57}});

[[noreturn]] void refuse(const std::string& why) {
  ERR_clear_error();
  throw Error(ErrorKind::input, why, "give the public key as the server publishes it");
}

BigNumber number_of(std::string_view bytes) {
  return BigNumber(BN_bin2bn(as_bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

std::string bytes_of(const BIGNUM& number) {
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(&number)), '\0');
  BN_bn2bin(&number, reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

std::string number_param(const EVP_PKEY* pkey, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(pkey, name, &number) != 1) return {};
  const BigNumber owner(number);
  return bytes_of(*number);
}

Pkey made_of(const char* algorithm, OSSL_PARAM* params) {
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
  EVP_PKEY* pkey = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1) {
    return {};
  }
  return Pkey(pkey);
}

std::string padded(std::string bytes, std::size_t size) {
  if (bytes.size() < size) bytes.insert(0, size - bytes.size(), '\0');
  return bytes;
}

}  // namespace

VerificationKey VerificationKey::from_pem(std::string_view pem) {
  prepare_openssl();
  const Bio bio = reader_of(pem);
  Pkey pkey(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  if (!pkey) refuse("no public key can be read from this PEM");
  return VerificationKey(native_of(std::move(pkey)));
}

VerificationKey VerificationKey::from_spki(std::string_view der) {
  prepare_openssl();
  const unsigned char* at = as_bytes(der);
  Pkey pkey(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (!pkey || at != as_bytes(der) + der.size()) refuse("no public key can be read from this DER");
  return VerificationKey(native_of(std::move(pkey)));
}

VerificationKey VerificationKey::from_rsa(const RsaNumbers& numbers) {
  prepare_openssl();
  if (numbers.modulus.empty() || numbers.exponent.empty() ||
      numbers.modulus.size() > max_rsa_bytes || numbers.exponent.size() > max_rsa_bytes) {
    refuse("the numbers make no RSA key");
  }
  const BigNumber n = number_of(numbers.modulus);
  const BigNumber e = number_of(numbers.exponent);
  if (BN_is_zero(n.get()) || BN_is_zero(e.get())) refuse("the numbers make no RSA key");
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  Pkey pkey = made_of("RSA", params.get());
  if (!pkey) refuse("the numbers make no RSA key");
  return VerificationKey(native_of(std::move(pkey)));
}

VerificationKey VerificationKey::from_point(const CurvePoint& point) {
  prepare_openssl();
  const auto* curve = std::ranges::find(curves, point.curve, &Curve::name);
  if (curve == curves.end()) refuse("no such curve for signatures");
  const bool edwards = curve->group == nullptr;
  if (point.x.size() != curve->coordinate || point.y.size() != (edwards ? 0 : curve->coordinate)) {
    refuse(fmt::format("a coordinate on {} has {} bytes", curve->name, curve->coordinate));
  }
  Pkey pkey;
  if (edwards) {
    pkey.reset(
        EVP_PKEY_new_raw_public_key(curve->edwards_id, nullptr, as_bytes(point.x), point.x.size()));
  } else {
    const std::string encoded = '\x04' + point.x + point.y;  // uncompressed (SEC 1 §2.3.3)
    const Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve->group, 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, encoded.data(),
                                     encoded.size());
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    pkey = made_of("EC", params.get());  // refuses a point that is not on the curve
  }
  if (!pkey) refuse(fmt::format("the point is not on {}", curve->name));
  return VerificationKey(native_of(std::move(pkey)));
}

VerificationKey VerificationKey::from_secret(Secret secret) {
  return VerificationKey(std::make_shared<const NativeKey>(
      NativeKey{.type = KeyType::oct, .secret = std::move(secret)}));
}

KeyType VerificationKey::type() const { return native_->type; }

std::string_view VerificationKey::curve() const { return native_->curve; }

int VerificationKey::bits() const {
  return native_->pkey ? EVP_PKEY_get_bits(native_->pkey.get())
                       : static_cast<int>(native_->secret.view().size() * 8);
}

RsaNumbers VerificationKey::rsa_numbers() const {
  if (type() != KeyType::rsa) return {};
  return {number_param(native_->pkey.get(), OSSL_PKEY_PARAM_RSA_N),
          number_param(native_->pkey.get(), OSSL_PKEY_PARAM_RSA_E)};
}

CurvePoint VerificationKey::point() const {
  const auto* curve = std::ranges::find(curves, native_->curve, &Curve::name);
  if (curve == curves.end()) return {};
  const EVP_PKEY* pkey = native_->pkey.get();
  if (type() == KeyType::ec) {
    return {std::string(curve->name),
            padded(number_param(pkey, OSSL_PKEY_PARAM_EC_PUB_X), curve->coordinate),
            padded(number_param(pkey, OSSL_PKEY_PARAM_EC_PUB_Y), curve->coordinate)};
  }
  std::string x(curve->coordinate, '\0');
  std::size_t size = x.size();
  EVP_PKEY_get_raw_public_key(pkey, reinterpret_cast<unsigned char*>(x.data()), &size);
  return {std::string(curve->name), x, {}};
}

std::string VerificationKey::spki() const {
  if (!native_->pkey) return {};
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(native_->pkey.get(), &der);
  if (size <= 0) throw Error(ErrorKind::internal, "a public key has no DER", "report this");
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace tokenshift::crypto
