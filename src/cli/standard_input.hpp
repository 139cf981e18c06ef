// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace tokenshift::cli {

/// The name of a file that stands for standard input.
inline constexpr std::string_view standard_input = "-";

/// All bytes of a stream; a little more than a document may have at most, so that reading it fails.
std::string read_stream(std::istream& in);

}  // namespace tokenshift::cli
