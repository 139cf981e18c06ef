// SPDX-License-Identifier: Apache-2.0
//
// What the reader has checked, taken apart on demand. Nothing here meets text that is not JSON.
#include "tokenshift/jwt/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace tokenshift::jwt {
namespace {

char32_t unit_of(std::string_view digits) {
  unsigned unit = 0;
  std::from_chars(digits.data(), digits.data() + 4, unit, 16);
  return unit;
}

char byte_of(char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); }

void append_utf8(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += byte_of(c);
  } else if (c < 0x800) {
    text += {byte_of(0xC0U | c >> 6U), byte_of(0x80U | (c & 63U))};
  } else if (c < 0x10000) {
    text +=
        {byte_of(0xE0U | c >> 12U), byte_of(0x80U | (c >> 6U & 63U)), byte_of(0x80U | (c & 63U))};
  } else {
    text += {byte_of(0xF0U | c >> 18U), byte_of(0x80U | (c >> 12U & 63U)),
             byte_of(0x80U | (c >> 6U & 63U)), byte_of(0x80U | (c & 63U))};
  }
}

// Takes what follows a backslash off the front of `rest`.
void append_escaped(std::string& text, std::string_view& rest) {
  constexpr std::string_view letters = "bfnrt";
  constexpr std::string_view meanings = "\b\f\n\r\t";
  const char kind = rest.front();
  rest.remove_prefix(1);
  if (kind != 'u') {
    const std::size_t letter = letters.find(kind);
    text += letter == std::string_view::npos ? kind : meanings[letter];
    return;
  }
  char32_t c = unit_of(rest);
  rest.remove_prefix(4);
  if (c >= 0xD800 && c <= 0xDBFF) {  // the other half follows as \uXXXX
    c = 0x10000 + ((c - 0xD800) << 10U) + (unit_of(rest.substr(2)) - 0xDC00);
    rest.remove_prefix(6);
  }
  append_utf8(text, c);
}

// A number as digits and a power of ten: 12.5e3 is 125 and 2.
struct Decimal {
  bool negative = false;
  std::string digits = {};
  std::int64_t exponent = 0;
};

// What nearly all dates are: a whole number of few digits.
std::optional<std::int64_t> few_digits(std::string_view raw) {
  constexpr std::size_t few = 15;  // so many, and three more, fit
  if (raw.size() > few) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : raw) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

constexpr std::int64_t huge_exponent = 1'000'000;

Decimal decimal_of(std::string_view raw) {
  Decimal number;
  number.negative = raw.front() == '-';
  if (number.negative) raw.remove_prefix(1);
  const std::size_t e = std::min(raw.find_first_of("eE"), raw.size());
  if (e < raw.size()) {
    std::string_view power = raw.substr(e + 1);
    if (power.front() == '+') power.remove_prefix(1);
    const auto [stop, error] =
        std::from_chars(power.data(), power.data() + power.size(), number.exponent);
    if (error != std::errc{} || number.exponent > huge_exponent) number.exponent = huge_exponent;
    if (power.front() == '-' && (error != std::errc{} || number.exponent < -huge_exponent)) {
      number.exponent = -huge_exponent;
    }
  }
  const std::string_view mantissa = raw.substr(0, e);
  const std::size_t dot = std::min(mantissa.find('.'), mantissa.size());
  number.digits = mantissa.substr(0, dot);
  if (dot < mantissa.size()) {
    number.digits += mantissa.substr(dot + 1);
    number.exponent -= static_cast<std::int64_t>(mantissa.size() - dot - 1);
  }
  number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
  return number;
}

}  // namespace

std::string_view to_string(JsonType type) {
  static constexpr std::array<std::string_view, 6> names{"object", "array",   "string",
                                                         "number", "boolean", "null"};
  return names.at(static_cast<std::size_t>(type));
}

std::string JsonString::text() const {
  if (plain) return std::string(raw);
  std::string text;
  std::string_view rest = raw;
  while (!rest.empty()) {
    const std::size_t escape = std::min(rest.find('\\'), rest.size());
    text += rest.substr(0, escape);
    rest.remove_prefix(escape);
    if (rest.empty()) break;
    rest.remove_prefix(1);
    append_escaped(text, rest);
  }
  return text;
}

bool JsonString::is(std::string_view text) const {
  return plain ? raw == text : this->text() == text;
}

const JsonValue* JsonObject::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      members, [name](const JsonMember& member) { return member.name.is(name); });
  return found == members.end() ? nullptr : &found->value;
}

std::vector<JsonValue> elements_of(const JsonValue& array) {
  std::vector<JsonValue> elements;
  std::string_view rest = array.raw.substr(1, array.raw.size() - 2);
  constexpr std::string_view blanks = " \n\r\t,";
  for (std::size_t at = rest.find_first_not_of(blanks); at != std::string_view::npos;
       at = rest.find_first_not_of(blanks)) {
    rest.remove_prefix(at);
    elements.push_back(value_at(rest));
    rest.remove_prefix(elements.back().raw.size());
  }
  return elements;
}

std::optional<std::int64_t> integer_of(const JsonValue& value) {
  if (value.type != JsonType::number) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value.raw.data() + value.raw.size();
  const auto [stop, error] = std::from_chars(value.raw.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::optional<std::int64_t> milliseconds_of(const JsonValue& value) {
  if (value.type != JsonType::number) return std::nullopt;
  if (const auto few = few_digits(value.raw)) return *few * 1000;
  Decimal number = decimal_of(value.raw);
  const std::int64_t shift = number.exponent + 3;
  bool rest = false;
  if (shift < 0) {
    const auto cut = std::min(static_cast<std::size_t>(-shift), number.digits.size());
    rest = number.digits.find_first_not_of('0', number.digits.size() - cut) != std::string::npos;
    number.digits.resize(number.digits.size() - cut);
  } else if (!number.digits.empty()) {
    if (shift > 19) return std::nullopt;  // more digits than 64 bits hold
    number.digits.append(static_cast<std::size_t>(shift), '0');
  }
  if (number.digits.empty()) number.digits = "0";
  const std::string text = (number.negative ? "-" : "") + number.digits;
  std::int64_t milliseconds = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (error != std::errc{}) return std::nullopt;
  const bool down = number.negative && rest;
  if (down && milliseconds == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return down ? milliseconds - 1 : milliseconds;
}

}  // namespace tokenshift::jwt
