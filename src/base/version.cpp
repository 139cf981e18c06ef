// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/version.hpp"

namespace tokenshift {

std::string_view program_version() { return TOKENSHIFT_VERSION; }

}  // namespace tokenshift
