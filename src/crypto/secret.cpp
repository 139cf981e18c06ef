// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/secret.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

namespace tokenshift::crypto {

Secret::Secret(std::string_view bytes)
    : bytes_(std::make_unique<char[]>(bytes.size())), size_(bytes.size()) {  // NOLINT: as above
  std::ranges::copy(bytes, bytes_.get());
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  clear();
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Secret::~Secret() { clear(); }

void Secret::clear() noexcept {
  if (bytes_) OPENSSL_cleanse(bytes_.get(), size_);
}

Secret Secret::without_line_end() const {
  std::string_view text = view();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.size() < size_ && text.ends_with('\r')) text.remove_suffix(1);
  return Secret(text);
}

void wipe(std::string& text) noexcept {
  OPENSSL_cleanse(text.data(), text.capacity());
  text.clear();
}

Secret taken(std::string& text) {
  Secret secret(text);
  wipe(text);
  return secret;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace tokenshift::crypto
