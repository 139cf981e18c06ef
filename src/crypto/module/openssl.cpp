// SPDX-License-Identifier: Apache-2.0
//
// The module tokenshift-openssl.so: OpenSSL, linked in, and a table of its functions.
#include "../openssl_functions.hpp"

#include <array>

#define X(name) extern "C" void name();  // NOLINT: their types do not matter here
#include "../openssl_functions.def"
#undef X

namespace {

constexpr auto functions = std::to_array<tokenshift::crypto::OpensslFunction>({
#define X(name) name,
#include "../openssl_functions.def"
#undef X
});

}  // namespace

extern "C" __attribute__((visibility("default")))
const tokenshift::crypto::OpensslTable tokenshift_openssl{
    tokenshift::crypto::openssl_function_names, functions.data()};
