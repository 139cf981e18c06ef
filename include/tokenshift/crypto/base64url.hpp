// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::crypto {

/// base64url without padding (RFC 4648 §5, RFC 7515 §2).
std::string to_base64url(std::string_view bytes);

/// The same, appended to a text.
void append_base64url(std::string& text, std::string_view bytes);

/// The bytes of canonical base64url: only its 64 characters, no padding, no white space, no length
/// that cannot be, and unused bits that are zero; nothing for any other text. So each byte string
/// has exactly one spelling.
std::optional<std::string> from_base64url(std::string_view text);

/// The same into a buffer whose memory is used again; false, and any content, for other texts.
bool from_base64url(std::string_view text, std::string& bytes);

/// base64 with padding (RFC 4648 §4), on one line.
std::string to_base64(std::string_view bytes);

/// The bytes of base64 with padding; white space between the characters is left out, as in PEM.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace tokenshift::crypto
