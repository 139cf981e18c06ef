// SPDX-License-Identifier: Apache-2.0
#include "copy_rows.hpp"

namespace tokenshift::db {
namespace {

constexpr std::size_t enough = std::size_t{1} << 20U;

// PostgreSQL documentation, COPY, "Text Format".
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
}

void append_bytes(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\\\x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
}

void append_value(std::string& out, const Parameter& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    out += std::to_string(*number);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_escaped(out, *text);
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    append_bytes(out, bytes->value);
  } else {
    out += "\\N";
  }
}

}  // namespace

void CopyRows::add(std::span<const Parameter> row) {
  bool first = true;
  for (const Parameter& value : row) {
    if (!first) text_ += '\t';
    first = false;
    append_value(text_, value);
  }
  text_ += '\n';
  if (text_.size() >= enough) finish();
}

void CopyRows::finish() {
  if (text_.empty()) return;
  send_(*this);
  text_.clear();
}

}  // namespace tokenshift::db
