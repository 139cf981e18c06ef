// SPDX-License-Identifier: Apache-2.0
//
// How a key goes: a statement with its line (or lines), a pair in braces with its comma. Comment
// lines stay, and so do headers: an empty table means nothing to the server.
#include "change.hpp"
#include "layout.hpp"
#include "problem.hpp"

#include <fmt/format.h>

namespace tokenshift::toml {
namespace {

constexpr std::string_view blanks = " \t";

Edit remove_statement(const Model& model, const Entry& entry) {
  const std::string_view text = model.text;
  std::size_t begin = line_begin(text, entry.begin);
  const std::size_t end = next_line(text, entry.end);
  const bool open_end = end == text.size() && !text.ends_with('\n');
  // A file whose last line has no end keeps being one.
  if (open_end && begin > 0) --begin;
  if (open_end && begin > 0 && text[begin - 1] == '\r') --begin;
  return {begin, end - begin, ""};
}

// `{ a = 1, b = 2 }`: with the comma behind it, or, of the last pair, with the one in front.
Edit remove_pair(const Model& model, const Node& node) {
  const std::string_view text = model.text;
  const std::size_t value_end = node.begin + node.length;
  const std::size_t behind = text.find_first_not_of(blanks, value_end);
  if (text[behind] == ',') {
    return {node.position, text.find_first_not_of(blanks, behind + 1) - node.position, ""};
  }
  const std::size_t before = text.find_last_not_of(blanks, node.position - 1);
  if (text[before] == ',') return {before, value_end - before, ""};
  return {node.position, behind - node.position, ""};
}

}  // namespace

Intent plan_removal(const Model& model, const Change& change, const Reach& reach) {
  if (!reach.is_whole()) return {};
  const Node& node = model.nodes[reach.node];
  if (node.role != Role::value) {
    refuse(model, node.position,
           fmt::format("{} is a table here, not a value", shown(model, reach.node)),
           "take out its keys, one by one");
  }
  keep_placeholder(model, reach.node, change);
  const Index entry = model.entry_at(node.position);
  if (entry != no_index) return Alone{{remove_statement(model, model.entries[entry])}};
  return Alone{{remove_pair(model, node)}};
}

}  // namespace tokenshift::toml
