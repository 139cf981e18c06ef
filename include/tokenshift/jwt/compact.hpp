// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/jwt/json.hpp"
#include "tokenshift/jwt/reason.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::jwt {

/// The largest token that is read, and the largest header in one (tokens.md §7.1).
inline constexpr std::size_t max_token_bytes = std::size_t{64} << 10U;
inline constexpr std::size_t max_header_bytes = std::size_t{8} << 10U;

/// A compact JWS (RFC 7515 §7.1) taken apart, and nothing verified. It refers to the text that was
/// read, and keeps its memory, and the header of the last token, for the next one.
class CompactToken {
 public:
  CompactToken() = default;
  CompactToken(const CompactToken&) = delete;
  CompactToken& operator=(const CompactToken&) = delete;
  ~CompactToken();

  /// Whether the text is three parts of canonical base64url of which the first two are JSON objects
  /// without repeated names, within the limits. Where not, failures() says why, and what could be
  /// read is there all the same. `payload_may_be_any`: a payload that is no object is no failure.
  bool read(std::string_view text, bool payload_may_be_any = false);

  const std::vector<Failure>& failures() const { return failures_; }
  bool has_three_parts() const { return has_three_parts_; }

  const std::string& header_text() const { return header_text_; }
  const std::string& payload_text() const { return payload_text_; }
  /// Their members; complete when the text is an object, repeated names included.
  const JsonObject& header() const { return header_; }
  const JsonObject& claims() const { return claims_; }

  /// What the signature is over: the first two parts with their dot.
  std::string_view signing_input() const { return signing_input_; }
  const std::string& signature() const { return signature_; }

 private:
  void forget();
  bool split(std::string_view text);
  void read_header(std::string_view part);
  bool decode(std::string_view part, std::string& bytes, std::string_view name);
  void judge(const std::optional<JsonProblem>& problem, std::string_view name);

  std::array<std::string_view, 3> parts_;
  std::string_view signing_input_;
  std::string header_part_;  // as it was written, where the header was read without failure
  std::string header_text_;
  std::string payload_text_;
  std::string signature_;
  JsonObject header_;
  JsonObject claims_;
  std::vector<Failure> failures_;
  bool has_three_parts_ = false;
};

}  // namespace tokenshift::jwt
