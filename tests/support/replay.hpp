// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace tokenshift::test {

/// Runs the check of a fuzzer on every file of its corpus (fuzz/corpus/TARGET), of which there are
/// at least so many.
void replay(const char* target, void (*check)(std::string_view), std::size_t at_least);

}  // namespace tokenshift::test
