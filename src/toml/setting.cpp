// SPDX-License-Identifier: Apache-2.0
//
// Where a key goes that is not there yet. Its table P is
//   written with a header, or the root     → the body of that section, below its last key
//   written in braces, or below such a one → inside the braces
//   made by dotted keys only               → below the last of these, dotted too; a [P] would break
//   the order rule implied by a header [P.x] only         → a new [P] above the first such header;
//   below it breaks the order rule not there at all                       → a new [P] next to its
//   relatives (placement.hpp)
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "change.hpp"
#include "layout.hpp"
#include "names.hpp"
#include "placement.hpp"
#include "problem.hpp"
#include "values.hpp"

#include <fmt/format.h>

namespace tokenshift::toml {
namespace {

KeyPath joined(KeyPath front, const KeyPath& back) {
  front.insert(front.end(), back.begin(), back.end());
  return front;
}

// Below the last entry of the section that lies within `table`; at its top when it has none.
Intent add_to_section(const Model& model, Index index, Index table, const KeyPath& path,
                      std::string_view literal) {
  const Section& section = model.sections[index];
  const std::string key = to_string(path);
  for (Index i = section.first_entry + section.entries; i > section.first_entry; --i) {
    const Entry& entry = model.entries[i - 1];
    if (!model.is_within(entry.node, table)) continue;
    return KeyLine{next_line(model.text, entry.end), style_of(model, entry).line(key, literal)};
  }
  if (index == 0) {
    const std::size_t at = model.sections.size() == 1 ? model.text.size() : above_header(model, 1);
    return Block{.offset = at, .table = {}, .head = "", .lines = {Style{}.line(key, literal)}};
  }
  Style style;
  style.indent = model.slice(line_begin(model.text, section.begin), section.begin);
  return KeyLine{next_line(model.text, section.end), style.line(key, literal)};
}

// The section in which a key of a table can be written, and the names to write it with.
struct Body {
  Index section = 0;
  KeyPath prefix;
};

bool has_section(const Model& model, Index table) {
  return table == root_index ||
         (!model.nodes[table].implicit && model.is_header(model.nodes[table].position));
}

Body body_of(const Model& model, Index table) {
  const Index section = table == root_index ? 0 : model.section_at(model.nodes[table].position);
  return {section, model.path_of(table, model.sections[section].node)};
}

Block add_table(std::size_t offset, const KeyPath& path, std::string_view literal) {
  KeyPath table(path.begin(), path.end() - 1);
  std::string head = fmt::format("[{}]", to_string(table));
  return {.offset = offset,
          .table = std::move(table),
          .head = std::move(head),
          .lines = {Style{}.line(written(path.back()), literal)}};
}

Intent add_below_root(const Model& model, const Reach& reach, const KeyPath& path,
                      std::string_view literal) {
  const Index table = reach.node;
  const Node& node = model.nodes[table];
  if (reach.rest.size() > 1) return add_table(place_for_table(model, table), path, literal);
  if (!has_section(model, table) && model.is_header(node.position)) {
    return add_table(above_header(model, model.section_at(node.position)), path, literal);
  }
  const Body body = body_of(model, table);
  return add_to_section(model, body.section, table, joined(body.prefix, reach.rest), literal);
}

// Elements are small, so what has no table yet in one is written dotted, in the body of its header.
Intent add_below_element(const Model& model, const Reach& reach, std::string_view literal) {
  Index table = reach.node;
  const bool implied = !has_section(model, table) && model.is_header(model.nodes[table].position);
  const KeyPath prefix = implied ? model.path_of(table, reach.base) : KeyPath{};
  if (implied) table = reach.base;
  const Body body = body_of(model, table);
  return add_to_section(model, body.section, table, joined(joined(body.prefix, prefix), reach.rest),
                        literal);
}

}  // namespace

Index enclosing_braces(const Model& model, Index node, Index base) {
  while (true) {
    if (model.nodes[node].length > 0) return node;
    if (node == base || node == root_index) return no_index;
    node = model.nodes[node].parent;
  }
}

Edit add_to_braces(const Model& model, Index table, const KeyPath& path, std::string_view literal) {
  const Node& node = model.nodes[table];
  const std::string_view source = model.literal(node);
  const std::size_t last = source.find_last_not_of(" \t", source.size() - 2);
  const bool tight =
      source.find('=') != std::string_view::npos && source.find(" =") == std::string_view::npos;
  const std::string pair = fmt::format("{}{}{}", to_string(path), tight ? "=" : " = ", literal);
  if (last == 0) return {node.begin, node.length, "{ " + pair + " }"};
  return {node.begin + last + 1, 0, ", " + pair};
}

Intent plan_setting(const Model& model, const Change& change, const Reach& reach) {
  const Literal literal = read_literal(*change.literal);
  const Node& node = model.nodes[reach.node];
  if (reach.rest.empty()) {
    Locator locator(model);
    const bool in_braces = node.role == Role::table && node.length > 0;
    if (in_braces && is_same(model.value_of(node, locator), literal)) return {};
    if (node.role != Role::value) {
      refuse(model, node.position,
             fmt::format("{} is a table here, not a value", shown(model, reach.node)),
             "set one of its keys");
    }
    if (is_same(model.value_of(node, locator), literal)) return {};
    keep_placeholder(model, reach.node, change);
    return Edit{node.begin, node.length, std::string(literal.source)};
  }
  if (node.role == Role::array_of_tables || node.role == Role::value) {
    refuse(model, node.position,
           fmt::format("{} is no table, so {} cannot be set below it", shown(model, reach.node),
                       printable(to_string(change.at))),
           node.role == Role::value
               ? "check the name of the key"
               : fmt::format("say in which element: {}[name=…]", shown(model, reach.node)));
  }
  const Index braces = enclosing_braces(model, reach.node, reach.base);
  if (braces != no_index) {
    return Alone{{add_to_braces(
        model, braces, joined(model.path_of(reach.node, braces), reach.rest), literal.source)}};
  }
  if (reach.base != root_index) return add_below_element(model, reach, literal.source);
  return add_below_root(model, reach, names_from(change.at, 0), literal.source);
}

}  // namespace tokenshift::toml
