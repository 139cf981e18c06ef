// SPDX-License-Identifier: Apache-2.0
#include "strings.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::toml {
namespace {

struct Escape {
  char letter;
  char meaning;
};
constexpr std::array<Escape, 7> escapes = {
    {{'"', '"'}, {'\\', '\\'}, {'b', '\b'}, {'f', '\f'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}}};

struct Body {
  std::string_view text;
  bool basic = false;
  std::size_t offset = 0;  // in the literal
};

std::size_t newline_length(std::string_view text) {
  if (text.starts_with('\n')) return 1;
  return text.starts_with("\r\n") ? 2 : 0;
}

Body body_of(std::string_view literal) {
  const char quote = literal.front();
  const bool multiline = literal.size() >= 6 && literal[1] == quote && literal[2] == quote;
  const std::size_t fence = multiline ? 3 : 1;
  std::string_view text = literal.substr(fence, literal.size() - 2 * fence);
  const std::size_t dropped = multiline ? newline_length(text) : 0;
  text.remove_prefix(dropped);
  return {.text = text, .basic = quote == '"', .offset = fence + dropped};
}

std::optional<char32_t> code_point(std::string_view digits) {
  char32_t value = 0;
  for (const char c : digits) {
    const std::size_t digit =
        std::string_view("0123456789abcdef")
            .find(static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  if (value > 0x10FFFF) return std::nullopt;
  return value;
}

// One escape at the front of a text. Java keeps UTF-16, so two surrogates in a row make one
// character.
struct Resolved {
  std::string text;
  std::size_t length = 0;  // of the escape; 0 when the server does not know it
};

std::optional<char32_t> unicode_escape(std::string_view text, std::size_t& length) {
  if (text.size() < 2 || text[0] != '\\' || (text[1] != 'u' && text[1] != 'U')) return std::nullopt;
  length = text[1] == 'u' ? 6 : 10;
  if (text.size() < length) return std::nullopt;
  return code_point(text.substr(2, length - 2));
}

Resolved resolve(std::string_view text) {
  const std::size_t line_end = std::min(text.find_first_not_of(" \t", 1), text.size());
  if (const std::size_t newline = newline_length(text.substr(line_end)); newline > 0) {
    return {"\n", line_end + newline};
  }
  const char letter = text.size() > 1 ? text[1] : '\0';
  const auto escape = std::ranges::find(escapes, letter, &Escape::letter);
  if (escape != escapes.end()) return {std::string(1, escape->meaning), 2};
  std::size_t length = 0;
  std::optional<char32_t> value = unicode_escape(text, length);
  if (!value.has_value()) return {};
  std::size_t second_length = 0;
  const auto second = unicode_escape(text.substr(length), second_length);
  const bool pair = *value >= 0xD800 && *value <= 0xDBFF && second.has_value() &&
                    *second >= 0xDC00 && *second <= 0xDFFF;
  if (pair) {
    value = 0x10000 + ((*value - 0xD800) << 10U) + (*second - 0xDC00);
    length += second_length;
  }
  Resolved resolved{.text = {}, .length = length};
  append_utf8(resolved.text, *value);
  return resolved;
}

}  // namespace

std::string unquoted(std::string_view literal) {
  const Body body = body_of(literal);
  const std::string_view special = body.basic ? "\\\r" : "\r";
  std::string content;
  std::size_t i = 0;
  while (i < body.text.size()) {
    const std::size_t plain = std::min(body.text.find_first_of(special, i), body.text.size());
    content.append(body.text.substr(i, plain - i));
    i = plain;
    if (i == body.text.size()) break;
    if (body.text[i] == '\\') {
      const Resolved escape = resolve(body.text.substr(i));
      content.append(escape.text);
      i += std::max<std::size_t>(escape.length, 1);
    } else {
      const std::size_t newline = newline_length(body.text.substr(i));
      content.push_back(newline > 0 ? '\n' : '\r');
      i += std::max<std::size_t>(newline, 1);
    }
  }
  return is_utf8(content) ? content : with_replacements(content);
}

std::optional<std::size_t> find_bad_escape(std::string_view literal) {
  const Body body = body_of(literal);
  if (!body.basic) return std::nullopt;
  std::size_t i = body.text.find('\\');
  while (i != std::string_view::npos) {
    const Resolved escape = resolve(body.text.substr(i));
    if (escape.length == 0) return body.offset + i;
    i = body.text.find('\\', i + escape.length);
  }
  return std::nullopt;
}

std::string quoted(std::string_view content) {
  std::string literal = "\"";
  for (const char c : content) {
    const auto escape = std::ranges::find(escapes, c, &Escape::meaning);
    const auto byte = static_cast<unsigned char>(c);
    if (escape != escapes.end()) {
      literal.push_back('\\');
      literal.push_back(escape->letter);
    } else if (byte < 0x20 || byte == 0x7F) {
      literal.append(fmt::format("\\u{:04x}", byte));
    } else {
      literal.push_back(c);
    }
  }
  return literal + "\"";
}

}  // namespace tokenshift::toml
