// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tokenshift::toml {

enum class TokenKind : std::uint8_t {
  end,
  newline,
  unknown,
  dot,
  equals,
  comma,
  header_open,         // [
  header_close,        // ]
  array_header_open,   // [[
  array_header_close,  // ]]
  bare_key,
  string,
  integer,
  floating,
  boolean,
  digits,  // of a date or time
  dash,
  plus,
  colon,
  zulu,
  time_delimiter,
  array_open,
  array_close,
  brace_open,
  brace_close,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool multiline = false;  ///< of a string: three quotes
  bool broken =
      false;  ///< of a string: `end` is at the character that it must not have, or at the end
};

/// Splits a text into tokens exactly where the server's lexer does.
///
/// That lexer is a stack of modes (what a byte means depends on the mode), and some of the server's
/// oddities are slips in it: an empty array, or one with a trailing comma, leaves a mode behind, so
/// that `{ a = [] }` and `[[], []]` cannot be read; a date swallows the push that its comma should
/// do, and hides the `]` after it. Keeping the same stack gives the same verdicts at the same
/// places.
class Scanner {
 public:
  explicit Scanner(std::string_view text, std::size_t start = 0) : text_(text), at_(start) {}

  /// The next token that is neither white space nor a comment; at the end of the text kind `end`,
  /// for ever.
  Token next();

  /// How many modes lie above that of a statement.
  std::size_t open_modes() const { return modes_.size(); }

 private:
  enum class Mode : std::uint8_t { statement, value, date, inline_table };

  Mode mode() const { return modes_.empty() ? Mode::statement : modes_.back(); }
  void push(Mode mode) { modes_.push_back(mode); }
  void pop() { modes_.pop_back(); }

  bool starts(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  std::size_t newline_length() const;
  void skip_blanks_and_comments();
  Token take(TokenKind kind, std::size_t length);
  Token take_newline(std::size_t length);
  Token take_bare_key();
  Token take_string(bool multiline_allowed);
  Token in_statement();
  Token in_value();
  Token in_date();
  Token in_inline_table();
  Token number_or_word();

  std::string_view text_;
  std::size_t at_;
  std::vector<Mode> modes_;
  std::vector<int> outer_array_depths_;
  int array_depth_ = 0;
};

}  // namespace tokenshift::toml
