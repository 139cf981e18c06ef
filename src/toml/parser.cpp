// SPDX-License-Identifier: Apache-2.0
#include "parser.hpp"

#include "tokenshift/base/text.hpp"

#include "names.hpp"
#include "strings.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

namespace tokenshift::toml {
namespace {

Offset narrow(std::size_t offset) { return static_cast<Offset>(offset); }

}  // namespace

void Parser::fail(Expected expected) const {
  raise(model_, unexpected(model_.text, token_.begin, expected));
}

void Parser::expect(TokenKind kind, Expected expected) {
  if (!is(kind)) fail(expected);
  last_end_ = token_.end;
  advance();
}

void Parser::skip_newlines() {
  while (is(TokenKind::newline)) advance();
}

void Parser::run() {
  model_.sections.push_back({});
  skip_newlines();
  while (!is(TokenKind::end)) {
    check_statement_start();
    const std::size_t begin = token_.begin;
    statement();
    if (!is(TokenKind::newline) && !is(TokenKind::end)) fail(Expected::line_end);
    note_open_array(begin);
    settle_problem();
    skip_newlines();
  }
}

void Parser::settle_problem() {
  if (!tables_.problem().has_value()) return;
  if (problems_ == nullptr || problems_->size() + 1 == max_problems) {
    raise(model_, *tables_.problem());
  }
  problems_->push_back(*tables_.take_problem());
}

// The one slip of the server's lexer that shows only in the next statement, which is not at fault:
// bytes that start a statement came out as part of a value.
void Parser::check_statement_start() const {
  const char c = model_.text[token_.begin];
  const bool starts_statement = is_bare(c) || c == '[' || token_.multiline;
  const bool read_as_such =
      is(TokenKind::bare_key) || is(TokenKind::header_open) || is(TokenKind::array_header_open);
  if (!starts_statement || read_as_such || model_.entries.empty()) return;
  raise(
      model_,
      {token_.begin,
       fmt::format("the server still reads the array of line {} here: it miscounts empty inner "
                   "arrays and commas before ']'",
                   model_.line_of(model_.entries.back().begin)),
       "remove the empty inner arrays or the last commas, or leave blank lines behind the array"});
}

// A line end closes one mode. What is open behind it harms a statement in the next line only.
void Parser::note_open_array(std::size_t begin) {
  const std::size_t closed = is(TokenKind::newline) ? 0 : 1;
  if (scanner_.open_modes() > closed) model_.open_arrays.push_back(narrow(begin));
}

void Parser::statement() {
  parts_.clear();
  if (is(TokenKind::header_open) || is(TokenKind::array_header_open)) {
    header();
  } else if (is_key_part()) {
    key_value();
  } else {
    fail(Expected::statement);
  }
}

void Parser::header() {
  const std::size_t begin = token_.begin;
  const bool array = is(TokenKind::array_header_open);
  const TokenKind close = array ? TokenKind::array_header_close : TokenKind::header_close;
  advance();
  quote_in_header_ = 0;
  if (is(close)) {
    note(begin, "a header without a name", "name the table, or remove the line", "empty-header");
    advance();
    open_section({.begin = narrow(begin), .end = narrow(token_.begin), .node = no_index});
    return;
  }
  const Key name = key(0);
  expect(close, Expected::header_end);
  const std::size_t end = last_end_;
  const auto position = narrow(begin);
  if (tables_.problem().has_value()) {
    open_section({.begin = position, .end = narrow(end), .node = no_index});
    return;
  }
  for (const std::string_view part : parts(name)) {
    if (part.find_first_of("'\"") != std::string_view::npos) quote_in_header_ = begin + 1;
  }
  if (array && quote_in_header_ > 0) check_key_characters(name);
  const Index node = array ? tables_.define_element(parts(name), position)
                           : tables_.define_table(parts(name), position);
  section_depth_ = name.count;
  open_section({.begin = position, .end = narrow(end), .node = node});
}

// The keys below a header that could not be taken go into a table that nothing leads to.
void Parser::open_section(Section section) {
  if (section.node == no_index) section.node = tables_.make_table(section.begin, false);
  section.first_entry = static_cast<Index>(model_.entries.size());
  model_.sections.push_back(section);
}

// The server prints each key in quotes of its own and reads it back; a quote inside breaks that.
void Parser::check_key_characters(const Key& key) {
  for (const std::string_view part : parts(key)) {
    if (part.find_first_of("'\"") == std::string_view::npos) continue;
    note(key.begin,
         fmt::format("a quote character in the key {}, on which the server crashes",
                     printable(part)),
         "rename the key", "quote-in-key");
  }
}

void Parser::key_value() {
  const Key name = key(section_depth_);
  expect(TokenKind::equals, Expected::dot_or_equals);
  const Section& section = model_.sections.back();
  const Node& table = model_.nodes[section.node];
  const bool in_array = table.in_array || table.role == Role::element;
  const Parsed parsed = value({.depth = section_depth_ + name.count, .in_array = in_array});
  if (quote_in_header_ > 0) {
    note(quote_in_header_ - 1,
         "a quote character in the name of a table, on which the server crashes",
         "rename the table", "quote-in-key");
    if (problems_ != nullptr) quote_in_header_ = 0;
  }
  const Index node = define(section.node, name, parsed);
  model_.entries.push_back({.begin = narrow(name.begin),
                            .key_end = narrow(name.end),
                            .value = narrow(parsed.begin),
                            .end = narrow(parsed.end),
                            .node = node});
  ++model_.sections.back().entries;
}

Parser::Key Parser::key(std::size_t depth) {
  Key key{.first = parts_.size(), .begin = token_.begin};
  while (true) {
    if (!is_key_part()) fail(Expected::key);
    parts_.push_back(key_part());
    key.end = token_.end;
    ++key.count;
    if (depth + key.count > max_depth) {
      raise(model_,
            {key.begin, fmt::format("a key of more than {} parts", max_depth), "shorten the key"});
    }
    advance();
    if (!is(TokenKind::dot)) return key;
    advance();
  }
}

std::string_view Parser::key_part() {
  const std::string_view source = model_.slice(token_.begin, token_.end);
  if (is(TokenKind::bare_key)) return source;
  if (token_.broken) raise(model_, unexpected(model_.text, token_.end, Expected::string_end));
  if (const auto bad = find_bad_escape(source)) {
    note(token_.begin + *bad, "an escape that the server does not know",
         "write \\\\ for a backslash", "bad-escape");
    return source;
  }
  const std::string_view inside = source.substr(1, source.size() - 2);
  if (inside.find('\\') == std::string_view::npos && is_utf8(inside)) return inside;
  return model_.decoded_keys.emplace_back(unquoted(source));
}

Index Parser::define(Index base, const Key& key, const Parsed& value) {
  check_key_characters(key);
  Index node = no_index;
  if (!tables_.problem().has_value() || problems_ != nullptr) {
    node = tables_.define_value(base, parts(key),
                                {.kind = kind_of(value.type),
                                 .begin = narrow(value.begin),
                                 .length = narrow(value.end - value.begin),
                                 .node = value.node},
                                narrow(key.begin));
  }
  parts_.resize(key.first);
  return node;
}

Parser::Parsed Parser::inline_table(Place place) {
  Parsed table{.type = ValueType::table, .begin = token_.begin};
  table.node = tables_.make_table(narrow(token_.begin), place.in_array);
  advance();
  if (is(TokenKind::brace_close)) {
    // To the server an empty pair of braces is a table that nobody has defined yet, so a [header]
    // of the same name breaks the order rule.
    model_.nodes[table.node].implicit = true;
  } else {
    while (true) {
      const Key name = key(place.depth);
      expect(TokenKind::equals, Expected::dot_or_equals);
      const Parsed parsed = value({place.depth + name.count, place.nesting, place.in_array});
      define(table.node, name, parsed);
      if (!is(TokenKind::comma)) break;
      advance();
    }
  }
  expect(TokenKind::brace_close, Expected::brace_end);
  table.end = last_end_;
  return table;
}

}  // namespace tokenshift::toml
