// SPDX-License-Identifier: Apache-2.0
#include "checks.hpp"

#include <cstddef>
#include <cstdint>

// What does not hold is thrown, and what is thrown stops the fuzzer.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tokenshift::fuzz::check_edit({reinterpret_cast<const char*>(data), size});
  return 0;
}
