// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tokenshift {

/// A UUID of version 4 (RFC 9562 §5.4) from 16 random bytes, in lower case with dashes.
std::string uuid_v4(std::array<std::uint8_t, 16> random);

/// Whether a text is a UUID of any version, in either case: 8-4-4-4-12 hexadecimal digits.
bool is_uuid(std::string_view text);

}  // namespace tokenshift
