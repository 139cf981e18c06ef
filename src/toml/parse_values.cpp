// SPDX-License-Identifier: Apache-2.0
#include "parser.hpp"
#include "strings.hpp"

#include <fmt/format.h>

#include <utility>

namespace tokenshift::toml {

Parser::Parsed Parser::value(const Place& place) {
  const bool nests = is(TokenKind::array_open) || is(TokenKind::brace_open);
  if (nests && place.nesting >= max_nesting) {
    raise(model_,
          {token_.begin, fmt::format("more than {} brackets inside each other", max_nesting),
           "flatten the value"});
  }
  const Place inner{place.depth, place.nesting + 1, place.in_array};
  if (is(TokenKind::string)) return scalar(ValueType::string);
  if (is(TokenKind::integer)) return scalar(ValueType::integer);
  if (is(TokenKind::floating)) return scalar(ValueType::floating);
  if (is(TokenKind::boolean)) return scalar(ValueType::boolean);
  if (is(TokenKind::digits)) return date_time();
  if (is(TokenKind::array_open)) return array(inner);
  if (is(TokenKind::brace_open)) return inline_table(inner);
  fail(Expected::value);
}

Parser::Parsed Parser::scalar(ValueType type) {
  if (token_.broken) raise(model_, unexpected(model_.text, token_.end, Expected::string_end));
  const Parsed parsed{.type = type, .begin = token_.begin, .end = token_.end};
  const std::string_view source = model_.slice(token_.begin, token_.end);
  advance();
  if (type == ValueType::string) {
    if (const auto bad = find_bad_escape(source)) {
      note(parsed.begin + *bad, "an escape that the server does not know",
           "write \\\\ for a backslash, or use single quotes", "bad-escape");
    }
    return parsed;
  }
  const auto fault = type == ValueType::integer    ? integer_fault(source)
                     : type == ValueType::floating ? float_fault(source)
                                                   : std::nullopt;
  if (fault.has_value()) note(parsed.begin, *fault, "write it as a string", "bad-number");
  return parsed;
}

Parser::Parsed Parser::array(Place place) {
  Parsed array{.type = ValueType::array, .begin = token_.begin};
  const bool in_array = std::exchange(place.in_array, true);
  ValueType type{};
  bool first = true;
  advance();
  skip_newlines();
  while (!is(TokenKind::array_close)) {
    array_value(place, array, first, type);
    if (array.node != no_index) model_.nodes[array.node].in_array = in_array;
    first = false;
    const bool more = is(TokenKind::comma);
    if (more) advance();
    skip_newlines();
    if (!more) break;
  }
  expect(TokenKind::array_close, Expected::array_end);
  array.end = last_end_;
  return array;
}

void Parser::array_value(const Place& place, Parsed& array, bool first, ValueType& type) {
  const Parsed parsed = value(place);
  if (first) {
    type = parsed.type;
  } else if (parsed.type != type) {
    note(parsed.begin,
         fmt::format("{} in an array that begins with {}", name_of(parsed.type), name_of(type)),
         "make all values of the array alike; the server wants them so", "mixed-array");
  }
  if (parsed.node == no_index) return;
  Node& node = model_.nodes[parsed.node];
  node.begin = node.position = static_cast<Offset>(parsed.begin);
  node.length = static_cast<Offset>(parsed.end - parsed.begin);
  if (array.node == no_index) array.node = tables_.make_array(place.in_array);
  tables_.add_element(array.node, parsed.node);
}

Parser::Parsed Parser::date_time() {
  Parsed parsed{.type = ValueType::local_date, .begin = token_.begin};
  DateCheck check;
  const Token first = token_;
  const std::string_view rest = std::string_view(model_.text).substr(first.end);
  if (rest.starts_with(':')) {
    parsed.type = ValueType::local_time;
    time(check);
  } else {
    date(check);
    if (is(TokenKind::time_delimiter)) {
      parsed.type = ValueType::local_date_time;
      advance();
      time(check);
      if (is(TokenKind::zulu) || is(TokenKind::plus) || is(TokenKind::dash)) {
        parsed.type = ValueType::offset_date_time;
        offset(check);
      }
    }
  }
  parsed.end = last_end_;
  return parsed;
}

void Parser::date_part(DateCheck& check, DatePart part, std::size_t position) {
  if (!is(TokenKind::digits)) fail(Expected::date_part);
  if (auto fault = check.add(part, model_.slice(token_.begin, token_.end))) {
    note(position, std::move(*fault), "write it as a string", "bad-date");
  }
  expect(TokenKind::digits, Expected::date_part);
}

void Parser::date(DateCheck& check) {
  date_part(check, DatePart::year, token_.begin);
  expect(TokenKind::dash, Expected::date_part);
  date_part(check, DatePart::month, token_.begin);
  expect(TokenKind::dash, Expected::date_part);
  date_part(check, DatePart::day, token_.begin);
}

void Parser::time(DateCheck& check) {
  date_part(check, DatePart::hour, token_.begin);
  expect(TokenKind::colon, Expected::date_part);
  date_part(check, DatePart::minute, token_.begin);
  expect(TokenKind::colon, Expected::date_part);
  date_part(check, DatePart::second, token_.begin);
  if (!is(TokenKind::dot)) return;
  expect(TokenKind::dot, Expected::date_part);
  date_part(check, DatePart::fraction, token_.begin);
}

void Parser::offset(DateCheck& check) {
  if (is(TokenKind::zulu)) {
    expect(TokenKind::zulu, Expected::date_part);
    return;
  }
  const std::size_t sign = token_.begin;
  last_end_ = token_.end;
  advance();
  date_part(check, DatePart::offset_hour, sign);
  expect(TokenKind::colon, Expected::date_part);
  date_part(check, DatePart::offset_minute, token_.begin);
  if (auto fault = check.offset_fault()) {
    note(sign, std::move(*fault), "write it as a string", "bad-date");
  }
}

}  // namespace tokenshift::toml
