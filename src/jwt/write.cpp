// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/write.hpp"

#include "tokenshift/crypto/base64url.hpp"

#include <fmt/format.h>

#include <utility>

namespace tokenshift::jwt {
namespace {

constexpr std::string_view line_separators = "\xe2\x80";  // U+2028 and U+2029 begin with these

// Whether a byte may stand as it is, whatever follows it.
bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c != line_separators[0];
}

void append_quoted(std::string& text, std::string_view content) {
  constexpr std::string_view letters = "\b\f\n\r\t\"\\";
  constexpr std::string_view escapes = "bfnrt\"\\";
  text += '"';
  for (std::size_t i = 0; i < content.size(); ++i) {
    const std::size_t start = i;
    while (i < content.size() && is_plain(content[i])) ++i;
    text += content.substr(start, i - start);
    if (i == content.size()) break;
    const char c = content[i];
    const std::size_t letter = letters.find(c);
    if (letter != std::string_view::npos) {
      text += {'\\', escapes[letter]};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else if (content.substr(i, 2) == line_separators && i + 2 < content.size() &&
               (content[i + 2] == '\xa8' || content[i + 2] == '\xa9')) {
      text += content[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      text += c;
    }
  }
  text += '"';
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string json;
  append_quoted(json, text);
  return json;
}

void ObjectWriter::begin(std::string_view name) {
  text_ += text_.empty() ? '{' : ',';
  append_quoted(text_, name);
  text_ += ':';
}

ObjectWriter& ObjectWriter::add(std::string_view name, std::string_view text) {
  begin(name);
  append_quoted(text_, text);
  return *this;
}

ObjectWriter& ObjectWriter::add(std::string_view name, std::int64_t number) {
  return add_json(name, fmt::format_int(number).str());
}

ObjectWriter& ObjectWriter::add(std::string_view name, bool truth) {
  return add_json(name, truth ? "true" : "false");
}

ObjectWriter& ObjectWriter::add(std::string_view name, std::span<const std::string> texts) {
  begin(name);
  text_ += '[';
  for (const std::string& text : texts) {
    if (&text != &texts.front()) text_ += ',';
    append_quoted(text_, text);
  }
  text_ += ']';
  return *this;
}

ObjectWriter& ObjectWriter::add_json(std::string_view name, std::string_view json) {
  begin(name);
  text_ += json;
  return *this;
}

CompactSigner::CompactSigner(crypto::Signer signer, std::string_view header)
    : signer_(std::move(signer)), prefix_(crypto::to_base64url(header) + ".") {}

std::string CompactSigner::sign(std::string_view claims) {
  std::string token = prefix_;
  token.reserve(prefix_.size() + claims.size() * 4 / 3 + 1024);
  crypto::append_base64url(token, claims);
  const std::string signature = signer_.sign(token);
  token += '.';
  crypto::append_base64url(token, signature);
  return token;
}

}  // namespace tokenshift::jwt
