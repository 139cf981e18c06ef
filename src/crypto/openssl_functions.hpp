// SPDX-License-Identifier: Apache-2.0
//
// What the program and its module of OpenSSL agree upon.
#pragma once

namespace tokenshift::crypto {

/// All names of openssl_functions.def, each with a blank behind it: of the same build or not.
inline constexpr const char* openssl_function_names =
#define X(name) #name " "
#include "openssl_functions.def"
#undef X
    ;

using OpensslFunction = void (*)();

/// What the module exports under TOKENSHIFT_OPENSSL_SYMBOL.
struct OpensslTable {
  const char* names;                 ///< openssl_function_names, as the module was built
  const OpensslFunction* functions;  ///< one for each name, in their order
};

}  // namespace tokenshift::crypto

#define TOKENSHIFT_OPENSSL_SYMBOL "tokenshift_openssl"
