// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tokenshift::os {

/// Loads the shared object `tokenshift-<name>.so` of this program and gives the address of its
/// symbol. It lies beside the program or, installed, in ../lib/tokenshift/modules. It is never
/// closed: what a library registers to be run at exit has to stay.
/// Throws Error{environment} when it is not there, lacks the symbol, or its libraries are not
/// there; `wants` says which those are.
void* load_module(std::string_view name, const char* symbol, std::string_view wants = {});

}  // namespace tokenshift::os
