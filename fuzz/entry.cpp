// SPDX-License-Identifier: Apache-2.0
#include "checks.hpp"

#include <cstddef>
#include <cstdint>

// FUZZ_CHECK is the check of this fuzzer, by CMakeLists.txt. What does not hold is thrown, and what
// is thrown stops the fuzzer.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tokenshift::fuzz::FUZZ_CHECK({reinterpret_cast<const char*>(data), size});
  return 0;
}
