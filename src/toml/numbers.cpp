// SPDX-License-Identifier: Apache-2.0
#include "numbers.hpp"

#include <array>

namespace tokenshift::toml {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_digit_of(char c, int base) {
  if (base == 2) return c == '0' || c == '1';
  if (base == 8) return c >= '0' && c <= '7';
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : '\0'; }

// Digits with single underscores between them, from `i` on; gives where they end.
template <typename IsDigit>
std::size_t digits_end(std::string_view text, std::size_t i, IsDigit is_one) {
  if (!is_one(at(text, i))) return i;
  ++i;
  while (is_one(at(text, i)) || (at(text, i) == '_' && is_one(at(text, i + 1)))) {
    i += at(text, i) == '_' ? std::size_t{2} : std::size_t{1};
  }
  return i;
}

// [-+]? (digit | nonzero ('_'? digit)+); a leading zero stands alone.
std::size_t decimal_end(std::string_view text, std::size_t i) {
  if (at(text, i) == '-' || at(text, i) == '+') ++i;
  if (at(text, i) == '0') return i + 1;
  return digits_end(text, i, is_digit);
}

std::size_t fraction_end(std::string_view text, std::size_t i) {
  if (at(text, i) != '.' || !is_digit(at(text, i + 1))) return i;
  return digits_end(text, i + 1, is_digit);
}

bool ends_in_digit(std::string_view text, std::size_t end) {
  return end > 0 && is_digit(text[end - 1]);
}

std::size_t exponent_end(std::string_view text, std::size_t i) {
  if (at(text, i) != 'e' && at(text, i) != 'E') return i;
  const std::size_t end = decimal_end(text, i + 1);
  return ends_in_digit(text.substr(i + 1), end - i - 1) ? end : i;
}

// What follows decides between a number and a date: the server's lexer takes no integer in front of
// `-` or
// `:`, but does take a shorter one.
bool starts_date(char next) { return next == '-' || next == ':'; }

std::size_t integer_end(std::string_view text, std::size_t greedy) {
  if (!starts_date(at(text, greedy))) return greedy;
  std::size_t shorter = greedy - 1;
  if (shorter > 0 && text[shorter - 1] == '_') --shorter;
  return ends_in_digit(text, shorter) ? shorter : 0;
}

Match match_decimal(std::string_view text) {
  const std::size_t end = decimal_end(text, 0);
  if (!ends_in_digit(text, end)) return {};
  const std::size_t fraction = fraction_end(text, end);
  const std::size_t number = exponent_end(text, fraction);
  if (number > end) return {TokenKind::floating, number};
  return {TokenKind::integer, integer_end(text, end)};
}

Match match_date_start(std::string_view text) {
  std::size_t end = 0;
  while (is_digit(at(text, end))) ++end;
  if (end == 0 || !starts_date(at(text, end))) return {};
  return {TokenKind::digits, end};
}

Match match_prefixed(std::string_view text) {
  struct Prefix {
    std::string_view text;
    int base;
  };
  constexpr std::array<Prefix, 3> prefixes = {{{"0x", 16}, {"0o", 8}, {"0b", 2}}};
  for (const Prefix& prefix : prefixes) {
    if (!text.starts_with(prefix.text)) continue;
    const int base = prefix.base;
    const std::size_t end = digits_end(text, 2, [base](char c) { return is_digit_of(c, base); });
    if (end > 2) return {TokenKind::integer, end};
  }
  return {};
}

Match match_word(std::string_view text) {
  struct Word {
    std::string_view text;
    TokenKind kind;
  };
  constexpr std::array<Word, 8> words = {{{"true", TokenKind::boolean},
                                          {"false", TokenKind::boolean},
                                          {"inf", TokenKind::floating},
                                          {"+inf", TokenKind::floating},
                                          {"-inf", TokenKind::floating},
                                          {"nan", TokenKind::floating},
                                          {"+nan", TokenKind::floating},
                                          {"-nan", TokenKind::floating}}};
  for (const Word& word : words) {
    if (text.starts_with(word.text)) return {word.kind, word.text.size()};
  }
  return {};
}

}  // namespace

Match match_literal(std::string_view text) {
  Match longest;
  for (const auto match : {match_word, match_prefixed, match_decimal, match_date_start}) {
    const Match found = match(text);
    if (found.length > longest.length) longest = found;
  }
  return longest;
}

}  // namespace tokenshift::toml
