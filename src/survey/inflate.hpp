// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::survey {

/// What was deflated (RFC 1951, without any header); nothing when it is damaged or not of that
/// size.
std::optional<std::string> inflated(std::string_view packed, std::size_t size);

/// The CRC-32 of zip archives.
std::uint32_t crc32_of(std::string_view bytes);

}  // namespace tokenshift::survey
