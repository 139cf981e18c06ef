// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "module_abi.h"

#include <string>

namespace tokenshift::db {

/// The module `tokenshift-<name>.so`, loaded when first asked for and kept. It lies beside the
/// program or, installed, in ../lib/tokenshift/modules. Throws Error{environment} when it is not
/// there or its libraries are not.
const ts_module& load_module(const std::string& name);

}  // namespace tokenshift::db
