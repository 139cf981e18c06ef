// SPDX-License-Identifier: Apache-2.0
#include "change.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/toml/placeholder.hpp"

#include "problem.hpp"
#include "strings.hpp"
#include "values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::toml {

Literal read_literal(std::string_view source) {
  const KeyPath key = {"value"};
  std::string reason;
  try {
    const Document document = parse("value = " + std::string(source), "literal");
    if (auto value = document.find(key); value.has_value() && value->length == source.size()) {
      return {source, std::move(*value)};
    }
  } catch (const Error& error) {
    // The place is one in a line that nobody has seen.
    const std::string_view what = error.what();
    const std::size_t place = what.find(": ");
    if (place != std::string_view::npos) reason = what.substr(place);
  }
  throw Error(ErrorKind::usage, fmt::format("{} is no TOML value{}", printable(source), reason),
              "write text in double quotes; true, false and numbers without");
}

bool is_literal(std::string_view text) { return what_is_wrong(text).empty(); }

std::string what_is_wrong(std::string_view text) {
  try {
    read_literal(text);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

std::string string_literal(std::string_view content) { return quoted(content); }

bool is_same(const Value& value, const Literal& literal) {
  const Value& wanted = literal.value;
  if (value.kind != wanted.kind) return false;
  if (value.content == wanted.content) return true;
  if (value.kind == Kind::integer) return to_integer(value.content) == to_integer(wanted.content);
  if (value.kind != Kind::floating) return false;
  const auto number = to_floating(value.content);
  return number.has_value() && number == to_floating(wanted.content);
}

void keep_placeholder(const Model& model, Index node, const Change& change) {
  const std::string_view source = model.literal(model.nodes[node]);
  if (change.force || !is_placeholder(source)) return;
  refuse(model, model.nodes[node].begin,
         fmt::format("the value of {} is a placeholder, {}", shown(model, node), printable(source)),
         "set what it stands for, or replace it on purpose with --force");
}

Intent plan_change(const Model& model, const Change& change) {
  const Reach reach = reach_of(model, change.at);
  const bool element_missing =
      reach.lacks_element ||
      std::any_of(change.at.begin() + static_cast<std::ptrdiff_t>(reach.known), change.at.end(),
                  [](const Step& step) { return step.choice.has_value(); });
  if (!change.literal.has_value()) return plan_removal(model, change, reach);
  return element_missing ? plan_element(model, change, reach) : plan_setting(model, change, reach);
}

}  // namespace tokenshift::toml
