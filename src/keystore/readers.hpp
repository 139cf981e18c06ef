// SPDX-License-Identifier: Apache-2.0
//
// One reader a format; keystore.cpp has the table. What they throw, read() throws.
#pragma once

#include "tokenshift/keystore/keystore.hpp"

#include <string>
#include <string_view>

namespace tokenshift::keystore {

KeyStore read_pem(std::string_view bytes, const crypto::Secret* password, const std::string& place);
KeyStore read_der_certificate(std::string_view bytes, const crypto::Secret* password,
                              const std::string& place);
KeyStore read_pkcs12(std::string_view bytes, const crypto::Secret* password,
                     const std::string& place);
KeyStore read_jks(std::string_view bytes, const crypto::Secret* password, const std::string& place);

/// Whether DER is that of a PKCS#12: a sequence that begins with the version 3.
bool looks_like_pkcs12(std::string_view bytes);

/// PKCS#8 of a key of an entry, decrypted; one function a protection.
crypto::Secret open_jks_key(std::string_view encrypted, const crypto::Secret& password);
crypto::Secret open_pkcs8_key(std::string_view encrypted, const crypto::Secret& password);

}  // namespace tokenshift::keystore
