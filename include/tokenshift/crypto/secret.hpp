// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace tokenshift::crypto {

/// Bytes that nobody should find later: a password, a private key, a token. They lie in memory of
/// their own, which is overwritten when the value ends or is moved from. Move-only; never printed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  /// The bytes; valid as long as the value lives.
  std::string_view view() const noexcept { return {bytes_.get(), size_}; }
  bool empty() const noexcept { return size_ == 0; }

  /// Without a line end at the end: what a password file holds. One `\n` or `\r\n` is taken off.
  Secret without_line_end() const;

 private:
  void clear() noexcept;

  std::unique_ptr<char[]> bytes_;  // NOLINT(modernize-avoid-c-arrays): a string would keep copies
  std::size_t size_ = 0;
};

/// Overwrites the text in a way that no compiler leaves out, and makes it empty.
void wipe(std::string& text) noexcept;

/// The text as a secret; the text itself is wiped.
Secret taken(std::string& text);

/// Whether two texts are the same, in a time that depends on their lengths alone.
bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept;

}  // namespace tokenshift::crypto
