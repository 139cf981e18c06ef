// SPDX-License-Identifier: Apache-2.0
#include "scanner.hpp"

#include "names.hpp"
#include "numbers.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::toml {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The control characters that no string may hold; a tab is fine between single quotes only, a line
// end between three quotes only (that is for the caller).
bool is_forbidden(char c, char quote) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte == 0x7F) return true;
  return byte < 0x20 && !(byte == '\t' && quote == '\'');
}

// What a backslash takes with it so that the scan goes on behind it; 0 when it cannot stand here.
// Whether the escape means anything is not the lexer's business. Between three quotes, a backslash
// before a line end may have blanks in between.
std::size_t escape_length(std::string_view text, bool multiline) {
  if (multiline) {
    const std::size_t next = std::min(text.find_first_not_of(" \t", 1), text.size());
    const std::string_view rest = text.substr(next);
    if (rest.starts_with('\n') || rest.starts_with("\r\n")) return next;
  }
  return text.size() > 1 && text[1] != '\n' ? 2 : 0;
}

}  // namespace

std::size_t Scanner::newline_length() const {
  if (starts("\n")) return 1;
  return starts("\r\n") ? 2 : 0;
}

Token Scanner::take(TokenKind kind, std::size_t length) {
  const Token token{.kind = kind, .begin = at_, .end = at_ + length};
  at_ += length;
  return token;
}

void Scanner::skip_blanks_and_comments() {
  while (at_ < text_.size()) {
    if (is_blank(text_[at_])) {
      const bool time_follows = mode() == Mode::date && text_[at_] == ' ' &&
                                at_ + 1 < text_.size() && text_[at_ + 1] >= '0' &&
                                text_[at_ + 1] <= '9';
      if (time_follows) return;
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (mode() == Mode::date) pop();
    } else if (text_[at_] == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      if (mode() == Mode::date || mode() == Mode::inline_table) pop();
    } else {
      return;
    }
  }
}

Token Scanner::next() {
  skip_blanks_and_comments();
  if (at_ >= text_.size())
    return {.kind = TokenKind::end, .begin = text_.size(), .end = text_.size()};
  if (const std::size_t length = newline_length(); length > 0) return take_newline(length);
  switch (mode()) {
    case Mode::statement:
      return in_statement();
    case Mode::value:
      return in_value();
    case Mode::date:
      return in_date();
    case Mode::inline_table:
      return in_inline_table();
  }
  return {};
}

Token Scanner::take_newline(std::size_t length) {
  const bool goes_on = mode() == Mode::statement || (mode() == Mode::value && array_depth_ > 0);
  if (!goes_on) pop();
  return take(TokenKind::newline, length);
}

Token Scanner::take_bare_key() {
  std::size_t end = at_;
  while (end < text_.size() && is_bare(text_[end])) ++end;
  return take(TokenKind::bare_key, end - at_);
}

Token Scanner::take_string(bool multiline_allowed) {
  const char quote = text_[at_];
  const std::array<char, 3> three = {quote, quote, quote};
  const std::string_view fence(three.data(), three.size());
  Token token{.kind = TokenKind::string, .begin = at_, .end = at_};
  token.multiline = multiline_allowed && starts(fence);
  const std::string_view closing = token.multiline ? fence : fence.substr(0, 1);
  std::size_t i = at_ + closing.size();
  for (; i < text_.size(); ++i) {
    const char c = text_[i];
    if (c == quote && text_.substr(i).starts_with(closing)) {
      token.end = at_ = i + closing.size();
      return token;
    }
    const bool line_end = c == '\n' || (c == '\r' && text_.substr(i + 1).starts_with('\n'));
    if (line_end && token.multiline) continue;
    if (c == '\\' && quote == '"') {
      const std::size_t length = escape_length(text_.substr(i), token.multiline);
      if (length == 0) break;
      i += length - 1;
      continue;
    }
    if (is_forbidden(c, quote)) break;
  }
  token.broken = true;
  token.end = at_ = std::min(i, text_.size());
  return token;
}

Token Scanner::in_statement() {
  switch (text_[at_]) {
    case '.':
      return take(TokenKind::dot, 1);
    case '=':
      outer_array_depths_.clear();
      array_depth_ = 0;
      push(Mode::value);
      return take(TokenKind::equals, 1);
    case '"':
    case '\'':
      return take_string(false);
    case '[':
      return starts("[[") ? take(TokenKind::array_header_open, 2) : take(TokenKind::header_open, 1);
    case ']':
      return starts("]]") ? take(TokenKind::array_header_close, 2)
                          : take(TokenKind::header_close, 1);
    default:
      return is_bare(text_[at_]) ? take_bare_key() : take(TokenKind::unknown, 1);
  }
}

Token Scanner::in_value() {
  switch (text_[at_]) {
    case '"':
    case '\'':
      pop();
      return take_string(true);
    case '[':
      ++array_depth_;
      push(Mode::value);
      return take(TokenKind::array_open, 1);
    case ']':
      --array_depth_;
      pop();
      return take(TokenKind::array_close, 1);
    case ',':
      if (array_depth_ <= 0) break;
      push(Mode::value);
      return take(TokenKind::comma, 1);
    case '{':
      outer_array_depths_.push_back(array_depth_);
      array_depth_ = 0;
      modes_.back() = Mode::inline_table;
      return take(TokenKind::brace_open, 1);
    default:
      return number_or_word();
  }
  pop();
  return take(TokenKind::unknown, 1);
}

Token Scanner::number_or_word() {
  const Match match = match_literal(text_.substr(at_));
  if (match.kind == TokenKind::digits) {
    modes_.back() = Mode::date;
  } else {
    pop();
  }
  return match.length > 0 ? take(match.kind, match.length) : take(TokenKind::unknown, 1);
}

Token Scanner::in_date() {
  switch (text_[at_]) {
    case '-':
      return take(TokenKind::dash, 1);
    case '+':
      return take(TokenKind::plus, 1);
    case ':':
      return take(TokenKind::colon, 1);
    case '.':
      return take(TokenKind::dot, 1);
    case 'Z':
      return take(TokenKind::zulu, 1);
    case 'T':
    case 't':
    case ' ':
      return take(TokenKind::time_delimiter, 1);
    case ',':
      pop();
      return take(TokenKind::comma, 1);
    default:
      break;
  }
  std::size_t end = at_;
  while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9') ++end;
  if (end > at_) return take(TokenKind::digits, end - at_);
  pop();
  return take(TokenKind::unknown, 1);
}

Token Scanner::in_inline_table() {
  switch (text_[at_]) {
    case '}':
      array_depth_ = outer_array_depths_.back();
      outer_array_depths_.pop_back();
      pop();
      return take(TokenKind::brace_close, 1);
    case '.':
      return take(TokenKind::dot, 1);
    case '=':
      push(Mode::value);
      return take(TokenKind::equals, 1);
    case ',':
      return take(TokenKind::comma, 1);
    case '"':
    case '\'':
      return take_string(false);
    default:
      break;
  }
  if (is_bare(text_[at_])) return take_bare_key();
  pop();
  return take(TokenKind::unknown, 1);
}

}  // namespace tokenshift::toml
