// SPDX-License-Identifier: Apache-2.0
#include "standard_input.hpp"

#include "tokenshift/os/files.hpp"

#include <array>
#include <istream>

namespace tokenshift::cli {

std::string read_stream(std::istream& in) {
  std::string bytes;
  std::array<char, std::size_t{64} << 10U> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
    bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > os::max_file_bytes) break;  // who parses it says so
  }
  return bytes;
}

}  // namespace tokenshift::cli
