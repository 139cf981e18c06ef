// SPDX-License-Identifier: Apache-2.0
#include "layout.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>

namespace tokenshift::toml {
namespace {

bool is_blank_line(std::string_view text, std::size_t offset) {
  return trimmed(text.substr(offset, next_line(text, offset) - offset)).empty();
}

std::string with_line_ends(std::string_view lines, std::string_view line_end) {
  std::string result;
  for (const char c : lines) {
    if (c == '\n') {
      result.append(line_end);
    } else {
      result.push_back(c);
    }
  }
  return result;
}

bool ends_inside_line(std::string_view text, std::size_t offset) {
  return offset == text.size() && !text.empty() && text.back() != '\n';
}

}  // namespace

std::string_view line_end_of(std::string_view text) {
  std::size_t lf = 0;
  std::size_t crlf = 0;
  for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1)) {
    ++(i > 0 && text[i - 1] == '\r' ? crlf : lf);
  }
  return crlf > lf ? "\r\n" : "\n";
}

std::size_t line_begin(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  const std::size_t before = text.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t next_line(std::string_view text, std::size_t offset) {
  const std::size_t end = text.find('\n', offset);
  return end == std::string_view::npos ? text.size() : end + 1;
}

bool is_comment_line(std::string_view text, std::size_t offset) {
  const std::size_t first = text.find_first_not_of(" \t", offset);
  return first != std::string_view::npos && text[first] == '#';
}

std::string Style::line(std::string_view key, std::string_view literal) const {
  std::string before = before_equals;
  if (aligned_at > 0) before.assign(aligned_at > key.size() ? aligned_at - key.size() : 1, ' ');
  return indent + std::string(key) + before + "=" + after_equals + std::string(literal);
}

Style style_of(const Model& model, const Entry& entry) {
  const std::size_t equals = model.text.find('=', entry.key_end);
  Style style{.indent = std::string(model.slice(line_begin(model.text, entry.begin), entry.begin)),
              .before_equals = std::string(model.slice(entry.key_end, equals)),
              .after_equals = std::string(model.slice(equals + 1, entry.value))};
  const bool padded =
      style.before_equals.size() > 1 && style.before_equals.find('\t') == std::string::npos;
  if (padded) style.aligned_at = equals - entry.begin;
  return style;
}

Edit insert_lines(const Model& model, std::size_t offset, std::string_view lines) {
  const std::string_view line_end = line_end_of(model.text);
  const std::string inserted = with_line_ends(lines, line_end);
  if (ends_inside_line(model.text, offset)) return {offset, 0, std::string(line_end) + inserted};
  return {offset, 0, inserted + std::string(line_end)};
}

Edit insert_block(const Model& model, std::size_t offset, std::string_view lines_above,
                  std::string_view lines) {
  const std::string_view text = model.text;
  const bool blank_above = offset == 0 || is_blank_line(text, line_begin(text, offset - 1));
  const bool blank_below = offset == text.size() || is_blank_line(text, offset);
  std::string block(lines_above);
  if (!block.empty()) block.append("\n\n");
  if (block.empty() && !blank_above) block.push_back('\n');
  block.append(lines);
  if (!blank_below) block.push_back('\n');
  return insert_lines(model, offset, block);
}

}  // namespace tokenshift::toml
