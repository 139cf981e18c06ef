// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/compact.hpp"

#include "tokenshift/crypto/base64url.hpp"
#include "tokenshift/crypto/secret.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::jwt {

CompactToken::~CompactToken() {
  crypto::wipe(payload_text_);
  crypto::wipe(signature_);
}

bool CompactToken::split(std::string_view text) {
  if (text.size() > max_token_bytes) {
    failures_.push_back({Reason::too_large,
                         fmt::format("{} bytes; {} are the most", text.size(), max_token_bytes)});
    return false;
  }
  if (text.starts_with('{')) {
    failures_.push_back({Reason::json_serialization, {}});
    return false;
  }
  constexpr auto none = std::string_view::npos;
  const std::size_t first = text.find('.');
  const std::size_t second = first == none ? none : text.find('.', first + 1);
  if (second != none && text.find('.', second + 1) == none) {
    parts_ = {text.substr(0, first), text.substr(first + 1, second - first - 1),
              text.substr(second + 1)};
    signing_input_ = text.substr(0, second);
    return true;
  }
  const auto dots = std::ranges::count(text, '.');
  if (dots == 0) {
    failures_.push_back({Reason::opaque, {}});
  } else if (dots == 4) {
    failures_.push_back({Reason::encrypted, {}});
  } else {
    failures_.push_back({Reason::wrong_parts, fmt::format("this has {}", dots + 1)});
  }
  return false;
}

bool CompactToken::decode(std::string_view part, std::string& bytes, std::string_view name) {
  if (crypto::from_base64url(part, bytes)) return true;
  bytes.clear();
  failures_.push_back({Reason::bad_base64url, std::string(name)});
  return false;
}

void CompactToken::judge(const std::optional<JsonProblem>& problem, std::string_view name) {
  if (!problem) return;
  failures_.push_back({problem->reason,
                       problem->what.empty()
                           ? fmt::format("{}, byte {}", name, problem->offset)
                           : fmt::format("{}, byte {}: {}", name, problem->offset, problem->what)});
}

void CompactToken::read_header(std::string_view part) {
  // Most tokens that are verified one after the other have the same header.
  if (part == header_part_ && !part.empty()) return;
  header_part_.clear();
  header_.members.clear();
  if (!decode(part, header_text_, "header")) return;
  judge(read_object(header_text_, header_, {.bytes = max_header_bytes}), "header");
  if (failures_.empty()) header_part_ = part;
}

void CompactToken::forget() {
  header_part_.clear();
  header_text_.clear();
  header_.members.clear();
  payload_text_.clear();
  signature_.clear();
}

bool CompactToken::read(std::string_view text, bool payload_may_be_any) {
  failures_.clear();
  claims_.members.clear();
  has_three_parts_ = split(text);
  if (!has_three_parts_) {
    forget();
    return false;
  }
  read_header(parts_[0]);
  if (decode(parts_[1], payload_text_, "claims")) {
    const auto problem = read_object(payload_text_, claims_);
    if (!payload_may_be_any) judge(problem, "claims");
  }
  decode(parts_[2], signature_, "signature");
  return failures_.empty();
}

}  // namespace tokenshift::jwt
