// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tokenshift::crypto {

// For sources that use OpenSSL themselves: owners for its objects, and bytes as it wants them.

/// A deleter for std::unique_ptr: `std::unique_ptr<X509, FreedBy<X509_free>>`.
template <auto free>
struct FreedBy {
  template <typename T>
  void operator()(T* object) const {
    free(object);
  }
};

inline const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Prepares OpenSSL without reading openssl.cnf: what a key file means must not depend on it, and
/// it could load code into the process. Call it before anything else of OpenSSL; again costs
/// nothing.
void prepare_openssl();

}  // namespace tokenshift::crypto
