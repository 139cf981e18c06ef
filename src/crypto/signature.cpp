// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/signature.hpp"

#include "tokenshift/base/error.hpp"

#include "native_key.hpp"

#include <fmt/format.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <array>

namespace tokenshift::crypto {
namespace {

constexpr std::size_t max_digest = EVP_MAX_MD_SIZE;

const AlgorithmRow& checked_row(const VerificationKey& key, Algorithm algorithm) {
  const AlgorithmRow& row = algorithms()[static_cast<std::size_t>(algorithm)];
  if (!fits(key, algorithm)) {
    throw Error(
        ErrorKind::input,
        fmt::format("{} wants {} key{}{}, and this is {} key", row.name,
                    row.key == KeyType::rsa ? "an RSA" : fmt::format("an {}", to_string(row.key)),
                    row.curve.empty() ? "" : " on ", row.curve,
                    fmt::format("an {}", to_string(key.type()))),
        "choose an algorithm that is made for the key");
  }
  if (const auto weak = weakness(key, algorithm)) {
    throw Error(ErrorKind::input, "the key is too weak: " + *weak,
                "use a key of 2048 bits or more");
  }
  return row;
}

[[noreturn]] void fail(std::string_view what) {
  ERR_clear_error();
  throw Error(ErrorKind::internal, fmt::format("{} failed in OpenSSL", what), "report this");
}

bool is_pss(Algorithm algorithm) {
  return algorithm == Algorithm::ps256 || algorithm == Algorithm::ps384 ||
         algorithm == Algorithm::ps512;
}

unsigned char* writable(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

// What signing and verifying have in common: the hash, and the key's operation on it.
struct Operation {
  const AlgorithmRow* row;
  Pkey own_key = {};
  Digest digest = {};
  DigestContext hashing{EVP_MD_CTX_new()};
  PkeyContext context = {};

  EVP_PKEY* pkey() const { return own_key.get(); }

  std::string_view hash(std::string_view input,
                        std::array<unsigned char, max_digest>& buffer) const {
    unsigned size = 0;
    if (EVP_DigestInit_ex2(hashing.get(), digest.get(), nullptr) != 1 ||
        EVP_DigestUpdate(hashing.get(), input.data(), input.size()) != 1 ||
        EVP_DigestFinal_ex(hashing.get(), buffer.data(), &size) != 1) {
      fail("hashing");
    }
    return {reinterpret_cast<const char*>(buffer.data()), size};
  }

  std::string mac(std::string_view key, std::string_view input) const {
    std::string code(max_digest, '\0');
    unsigned size = 0;
    if (HMAC(digest.get(), key.data(), static_cast<int>(key.size()), as_bytes(input), input.size(),
             writable(code), &size) == nullptr) {
      fail("HMAC");
    }
    code.resize(size);
    return code;
  }
};

Operation prepared(const NativeKey& key, const AlgorithmRow& row, bool signing) {
  prepare_openssl();
  Operation operation{.row = &row};
  if (row.digest != nullptr) operation.digest.reset(EVP_MD_fetch(nullptr, row.digest, nullptr));
  if (row.key == KeyType::oct) return operation;
  // A copy of its own: threads that share one key wait for each other.
  operation.own_key.reset(EVP_PKEY_dup(key.pkey.get()));
  if (row.digest == nullptr) return operation;
  operation.context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, operation.pkey(), nullptr));
  EVP_PKEY_CTX* context = operation.context.get();
  bool good = context != nullptr &&
              (signing ? EVP_PKEY_sign_init(context) : EVP_PKEY_verify_init(context)) == 1;
  if (row.key == KeyType::rsa) {
    const bool pss = is_pss(row.algorithm);
    good = good &&
           EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) ==
               1 &&
           (!pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
  }
  good = good && EVP_PKEY_CTX_set_signature_md(context, operation.digest.get()) == 1;
  if (!good) fail("preparing a key");
  return operation;
}

std::size_t half_length(const EVP_PKEY* pkey) {
  return (static_cast<std::size_t>(EVP_PKEY_get_bits(pkey)) + 7) / 8;
}

// r and s side by side, each of the curve's full length, from DER.
std::string joined_of(const std::string& der, const EVP_PKEY* pkey) {
  const unsigned char* at = as_bytes(der);
  const EcdsaSignature both(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!both) fail("signing");
  const std::size_t half = half_length(pkey);
  std::string joined(2 * half, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), writable(joined), static_cast<int>(half));
  BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), writable(joined) + half, static_cast<int>(half));
  return joined;
}

// The other way round; empty when the length is wrong.
std::string der_of(std::string_view joined, const EVP_PKEY* pkey) {
  const std::size_t half = half_length(pkey);
  if (joined.size() != 2 * half) return {};
  const EcdsaSignature both(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(as_bytes(joined), static_cast<int>(half), nullptr);
  BIGNUM* s = BN_bin2bn(as_bytes(joined) + half, static_cast<int>(half), nullptr);
  ECDSA_SIG_set0(both.get(), r, s);
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

struct Signer::State {
  SigningKey key;
  Operation operation;
};

struct Verifier::State {
  VerificationKey key;
  Operation operation;
};

Signer::Signer(const SigningKey& key, Algorithm algorithm)
    : state_(std::make_unique<State>(State{
          key, prepared(key.native(), checked_row(key.verification_key(), algorithm), true)})) {}
Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;
Signer::~Signer() = default;

Algorithm Signer::algorithm() const { return state_->operation.row->algorithm; }

std::string Signer::sign(std::string_view input) {
  Operation& operation = state_->operation;
  if (operation.row->key == KeyType::oct) {
    return operation.mac(state_->key.native().secret.view(), input);
  }
  auto size = static_cast<std::size_t>(EVP_PKEY_get_size(operation.pkey()));
  std::string signature(size, '\0');
  if (operation.row->digest == nullptr) {  // EdDSA hashes by itself
    const DigestContext once(EVP_MD_CTX_new());
    if (EVP_DigestSignInit(once.get(), nullptr, nullptr, nullptr, operation.pkey()) != 1 ||
        EVP_DigestSign(once.get(), writable(signature), &size, as_bytes(input), input.size()) !=
            1) {
      fail("signing");
    }
    return signature.substr(0, size);
  }
  std::array<unsigned char, max_digest> buffer{};
  const std::string_view hash = operation.hash(input, buffer);
  if (EVP_PKEY_sign(operation.context.get(), writable(signature), &size, as_bytes(hash),
                    hash.size()) != 1) {
    fail("signing");
  }
  signature.resize(size);
  return operation.row->key == KeyType::ec ? joined_of(signature, operation.pkey()) : signature;
}

Verifier::Verifier(const VerificationKey& key, Algorithm algorithm)
    : state_(std::make_unique<State>(
          State{key, prepared(key.native(), checked_row(key, algorithm), false)})) {}
Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;
Verifier::~Verifier() = default;

Algorithm Verifier::algorithm() const { return state_->operation.row->algorithm; }

bool Verifier::verify(std::string_view input, std::string_view signature) {
  Operation& operation = state_->operation;
  if (operation.row->key == KeyType::oct) {
    return equal_in_constant_time(operation.mac(state_->key.native().secret.view(), input),
                                  signature);
  }
  int result = 0;
  if (operation.row->digest == nullptr) {
    const DigestContext once(EVP_MD_CTX_new());
    result = EVP_DigestVerifyInit(once.get(), nullptr, nullptr, nullptr, operation.pkey());
    if (result == 1) {
      result = EVP_DigestVerify(once.get(), as_bytes(signature), signature.size(), as_bytes(input),
                                input.size());
    }
  } else {
    std::array<unsigned char, max_digest> buffer{};
    const std::string_view hash = operation.hash(input, buffer);
    std::string der;
    if (operation.row->key == KeyType::ec) {
      der = der_of(signature, operation.pkey());
      signature = der;
    }
    result = EVP_PKEY_verify(operation.context.get(), as_bytes(signature), signature.size(),
                             as_bytes(hash), hash.size());
  }
  if (result != 1) ERR_clear_error();
  return result == 1;
}

}  // namespace tokenshift::crypto
