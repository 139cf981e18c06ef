// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tokenshift::crypto {

/// A running SHA-256 (FIPS 180-4). Move-only.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void add(std::string_view bytes);

  /// The digest as 64 lower-case hexadecimal digits. Call once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// The 32 bytes themselves.
std::string sha256(std::string_view bytes);

/// The 20 bytes of SHA-1, which key stores and old fingerprints use; nothing new should.
std::string sha1(std::string_view bytes);

/// The MD5 as 32 lower-case hexadecimal digits: what the server notes down of its files. It proves
/// nothing against anybody who means harm.
std::string md5_hex(std::string_view bytes);

/// Bytes as lower-case hexadecimal digits.
std::string hex_of(std::string_view bytes);

}  // namespace tokenshift::crypto
