// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace tokenshift::os {

/// Fills the bytes from the kernel's random source, which other people cannot predict.
/// Throws Error{environment} when there is none.
void random_bytes(std::span<std::uint8_t> bytes);

}  // namespace tokenshift::os
