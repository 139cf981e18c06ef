// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tokenshift::keystore {

/// Takes a file apart from its front. Every length is checked against what is left.
class Bytes {
 public:
  Bytes(std::string_view bytes, const std::string& place) : rest_(bytes), place_(place) {}

  /// Throw Error{input} when fewer bytes are left.
  std::string_view take(std::size_t count);
  std::uint64_t number(std::size_t width);  ///< big-endian, of up to 8 bytes

  std::size_t left() const { return rest_.size(); }
  [[noreturn]] void refuse(const std::string& what) const;

 private:
  std::string_view rest_;
  const std::string& place_;
};

/// Java's modified UTF-8 as UTF-8: NUL in two bytes, characters above U+FFFF as two halves of
/// three. What is malformed becomes U+FFFD.
std::string from_modified_utf8(std::string_view text);

/// UTF-8 as UTF-16, big-endian, as Java's key stores hash passwords. Wipe it after use.
std::string to_utf16be(std::string_view text);

}  // namespace tokenshift::keystore
