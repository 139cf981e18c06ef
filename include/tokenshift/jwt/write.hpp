// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/signature.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tokenshift::jwt {

/// Writes a JSON object, member by member, in exactly the order given and without blanks. Names are
/// not compared. Strings are escaped as the server's library (Gson) escapes them, so that the same
/// members give the same bytes: `"`, `\`, control characters, U+2028 and U+2029.
class ObjectWriter {
 public:
  ObjectWriter& add(std::string_view name, std::string_view text);
  ObjectWriter& add(std::string_view name, const char* text) {
    return add(name, std::string_view(text));
  }
  ObjectWriter& add(std::string_view name, std::int64_t number);
  ObjectWriter& add(std::string_view name, int number) { return add(name, std::int64_t{number}); }
  ObjectWriter& add(std::string_view name, bool truth);
  ObjectWriter& add(std::string_view name, std::span<const std::string> texts);
  /// A value that is JSON already; it is not looked at.
  ObjectWriter& add_json(std::string_view name, std::string_view json);

  /// The object so far, closed.
  std::string json() const { return (text_.empty() ? "{" : text_) + "}"; }

 private:
  void begin(std::string_view name);

  std::string text_;
};

/// A text as a JSON string, with its quotes. The text has to be UTF-8.
std::string quoted(std::string_view text);

/// Signs tokens with one key and one header, which is encoded once. One per thread.
class CompactSigner {
 public:
  /// `header` is JSON and names the signer's algorithm as `alg`; the caller sees to that.
  CompactSigner(crypto::Signer signer, std::string_view header);

  /// A compact JWS (RFC 7515 §3.1) over claims that are JSON already.
  std::string sign(std::string_view claims);

 private:
  crypto::Signer signer_;
  std::string prefix_;  // the encoded header and its dot
};

}  // namespace tokenshift::jwt
