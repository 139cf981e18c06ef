// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/native.hpp"
#include "tokenshift/keystore/keystore.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <optional>
#include <span>
#include <string_view>

namespace tokenshift::keystore {

/// Decrypts with a password; nothing when the password is wrong. Throws Error{input} when the
/// algorithm is not supported or wants too many rounds.
std::optional<crypto::Secret> decrypted(const X509_ALGOR& algorithm, std::string_view encrypted,
                                        const crypto::Secret& password);

/// Throws Error{input} above max_rounds, or when the number is none.
void require_few_rounds(long rounds);

}  // namespace tokenshift::keystore
