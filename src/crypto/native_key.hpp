// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/key.hpp"

#include "openssl.hpp"

#include <string_view>

namespace tokenshift::crypto {

struct NativeKey {
  KeyType type = KeyType::rsa;
  std::string_view curve = {};
  Pkey pkey = {};
  Secret secret = {};  // for oct, which has no pkey
};

/// Takes a key of OpenSSL; throws Error{input} when it is of a kind that makes no signature here.
std::shared_ptr<const NativeKey> native_of(Pkey pkey);

}  // namespace tokenshift::crypto
