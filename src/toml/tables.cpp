// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

namespace tokenshift::toml {
namespace {

constexpr const char* twice_hint = "keep one of the two; with both the server does not start";

bool is_empty_braces(const Node& node) {
  return node.role == Role::table && node.kind == Kind::inline_table && node.length > 0 &&
         node.implicit;
}

std::string name_of(Tables::Parts path) {
  return printable(to_string(KeyPath(path.begin(), path.end())));
}

}  // namespace

Tables::Tables(Model& model, bool forgiving) : model_(model), forgiving_(forgiving) {
  model_.nodes.push_back({.role = Role::table});
}

// What two statements made of one name cannot be told, so nothing below it is judged any more.
void Tables::distrust(Index node) {
  if (forgiving_) distrusted_.insert(node);
}

void Tables::note(Problem problem) {
  if (!problem_.has_value()) problem_ = std::move(problem);
}

std::string Tables::line(Offset offset) const {
  return fmt::format("line {}", model_.line_of(offset));
}

void Tables::adopt(Index parent, Index child) {
  Node& above = model_.nodes[parent];
  if (above.last_child == no_index) {
    above.first_child = child;
  } else {
    model_.nodes[above.last_child].next = child;
  }
  above.last_child = child;
  model_.nodes[child].parent = parent;
}

Index Tables::add(Index parent, std::string_view key, Node node) {
  const auto index = static_cast<Index>(model_.nodes.size());
  node.key = key;
  node.in_array = model_.nodes[parent].in_array || model_.nodes[parent].role == Role::element;
  model_.nodes.push_back(node);
  adopt(parent, index);
  model_.index_child(index);
  return index;
}

Index Tables::make_table(Offset position, bool in_array) {
  model_.nodes.push_back({.position = position,
                          .role = Role::table,
                          .kind = Kind::inline_table,
                          .in_array = in_array});
  return static_cast<Index>(model_.nodes.size() - 1);
}

Index Tables::make_array(bool in_array) {
  model_.nodes.push_back({.role = Role::value, .kind = Kind::array, .in_array = in_array});
  return static_cast<Index>(model_.nodes.size() - 1);
}

void Tables::add_element(Index array, Index table) {
  if (model_.nodes[table].role == Role::table) model_.nodes[table].role = Role::element;
  adopt(array, table);
}

Index Tables::ensure_table(Index base, Parts path, Offset position, bool through_arrays) {
  Index table = base;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Index found = model_.child(table, path[i]);
    if (found == no_index) {
      table = add(table, path[i], {.position = position, .role = Role::table, .implicit = true});
      continue;
    }
    if (is_distrusted(found)) return no_index;
    const Node& node = model_.nodes[found];
    if (is_empty_braces(node)) {
      // Against TOML the server lets this pass, but all `{}` of a file are one table in its memory.
      note({position,
            fmt::format("adds to the {{}} of {}; the server would add it to every {{}} of the file",
                        line(node.position)),
            "write the keys inside the braces, or a [table] instead", "shared-braces"});
      distrust(found);
      return no_index;
    }
    if (node.role == Role::table) {
      table = found;
    } else if (node.role == Role::array_of_tables && through_arrays) {
      table = node.last_child;
    } else {
      const std::string name = name_of(path.first(i + 1));
      note({position,
            fmt::format("{} is no table: {} made it something else", name, line(node.position)),
            "rename one of the two, or remove it", "type-clash"});
      distrust(found);
      return no_index;
    }
  }
  return table;
}

// Says both places: the header at fault, and what made its table before.
void Tables::note_order(Index table, Offset position) {
  const Node& node = model_.nodes[table];
  const std::string header = printable(to_string(model_.path_of(table)));
  const std::string here = line(position);
  const std::string there = line(node.position);
  if (!model_.is_header(node.position)) {
    note({position,
          fmt::format("[{}] in {} comes after a key in {} that already made this table; the server "
                      "stops with a "
                      "StackOverflowError",
                      header, here, there),
          fmt::format(
              "move the key of {} below the header, or write the keys below the header like it",
              there),
          "table-order"});
    return;
  }
  const Section& section = model_.sections[model_.section_at(node.position)];
  note({position,
        fmt::format("[{}] in {} comes after {} in {}, a part of it; that is legal TOML, but the "
                    "server stops "
                    "with a StackOverflowError",
                    header, here, printable(model_.slice(section.begin, section.end)), there),
        fmt::format("move [{}] with its keys above {}", header, there), "table-order"});
}

Index Tables::define_table(Parts path, Offset position) {
  const Index parent = ensure_table(root_index, path.first(path.size() - 1), position, true);
  if (parent == no_index) return no_index;
  const Index found = model_.child(parent, path.back());
  if (found == no_index)
    return add(parent, path.back(), {.position = position, .role = Role::table});
  const Node& node = model_.nodes[found];
  if (node.role == Role::table && node.implicit) {
    note_order(found, position);
    if (!forgiving_) return no_index;
    model_.nodes[found].implicit = false;
    return found;
  }
  note({position, fmt::format("{} is already defined in {}", name_of(path), line(node.position)),
        twice_hint, "duplicate"});
  distrust(found);
  return no_index;
}

Index Tables::define_element(Parts path, Offset position) {
  const Index parent = ensure_table(root_index, path.first(path.size() - 1), position, true);
  if (parent == no_index) return no_index;
  Index array = model_.child(parent, path.back());
  if (array == no_index) {
    array = add(parent, path.back(), {.position = position, .role = Role::array_of_tables});
  } else if (const Node& node = model_.nodes[array]; node.role != Role::array_of_tables) {
    if (is_distrusted(array)) return no_index;
    const bool literal = node.role == Role::value && node.kind == Kind::array;
    const std::string_view what = literal ? "an array written out as a value" : "no array";
    note({position,
          fmt::format("{} is {} in {}, so [[…]] cannot add to it", name_of(path), what,
                      line(node.position)),
          literal ? "add to the array where it is written" : twice_hint, "type-clash"});
    distrust(array);
    return no_index;
  }
  const auto element = static_cast<Index>(model_.nodes.size());
  model_.nodes.push_back(
      {.position = position, .role = Role::element, .in_array = model_.nodes[array].in_array});
  adopt(array, element);
  return element;
}

Index Tables::define_value(Index base, Parts path, const Literal& literal, Offset position) {
  const Index table = ensure_table(base, path.first(path.size() - 1), position, false);
  if (table == no_index) return no_index;
  const Index found = model_.child(table, path.back());
  if (found != no_index) {
    const Offset before = model_.nodes[found].position;
    if (is_distrusted(found)) return no_index;
    note({position, fmt::format("{} is already defined in {}", name_of(path), line(before)),
          twice_hint, "duplicate"});
    return no_index;
  }
  Index index = literal.node;
  if (index == no_index) {
    index = add(table, path.back(), {.position = position, .role = Role::value});
  } else {
    model_.nodes[index].key = path.back();
    model_.nodes[index].position = position;
    adopt(table, index);
    model_.index_child(index);
  }
  Node& node = model_.nodes[index];
  node.kind = literal.kind;
  node.begin = literal.begin;
  node.length = literal.length;
  return index;
}

}  // namespace tokenshift::toml
