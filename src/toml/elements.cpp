// SPDX-License-Identifier: Apache-2.0
//
// A change in an element that no table of the array is yet.
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "change.hpp"
#include "layout.hpp"
#include "names.hpp"
#include "placement.hpp"
#include "problem.hpp"
#include "strings.hpp"

#include <fmt/format.h>

namespace tokenshift::toml {
namespace {

// What the new element is to hold, and where it belongs.
struct Wanted {
  KeyPath array;
  std::string selector;  // `name`, as it is to be written
  std::string selected;  // `"JWT"`
  std::string field;     // `issuer`, or dotted
  std::string literal;
};

std::string braces(const Wanted& wanted) {
  return fmt::format("{{ {} = {}, {} = {} }}", wanted.selector, wanted.selected, wanted.field,
                     wanted.literal);
}

Block block(const Wanted& wanted, std::size_t offset, const Style& style) {
  return {.offset = offset,
          .table = wanted.array,
          .head = fmt::format("{}[[{}]]\n{}", style.indent, to_string(wanted.array),
                              style.line(wanted.selector, wanted.selected)),
          .lines = {style.line(wanted.field, wanted.literal)}};
}

// Behind the last element of a literal array, in the form that the array has: on the same line, or
// each element on a line of its own.
std::vector<Edit> append_literal(const Model& model, const Node& array,
                                 const std::string& element) {
  const Node& last = model.nodes[array.last_child];
  const std::size_t end = last.begin + last.length;
  const std::size_t after = model.text.find_first_not_of(" \t", end);
  const bool comma = model.text[after] == ',';
  const std::size_t own_line = line_begin(model.text, last.begin);
  const std::string_view indent = model.slice(own_line, last.begin);
  const bool on_own_line = own_line > array.begin && trimmed(indent).empty() &&
                           next_line(model.text, end) < array.begin + array.length;
  if (!on_own_line) {
    const std::string separator = comma ? " " : ", ";
    return {{comma ? after + 1 : end, 0, separator + element}};
  }
  std::vector<Edit> edits;
  if (!comma) edits.push_back({end, 0, ","});
  edits.push_back(insert_lines(model, next_line(model.text, end),
                               std::string(indent) + element + (comma ? "," : "")));
  return edits;
}

std::vector<Edit> append_to_literal(const Model& model, Index index, const Wanted& wanted) {
  const Node& array = model.nodes[index];
  const std::string_view source = model.literal(array);
  const bool empty = source.find_first_not_of(" \t\r\n", 1) == source.size() - 1;
  if (array.kind == Kind::array && empty)
    return {{array.begin, array.length, "[ " + braces(wanted) + " ]"}};
  if (array.first_child == no_index || model.nodes[array.first_child].role != Role::element) {
    refuse(model, array.position,
           fmt::format("{} is no array of tables here", to_string(wanted.array)),
           fmt::format("write it as [[{}]]", to_string(wanted.array)));
  }
  return append_literal(model, array, braces(wanted));
}

Intent append_header(const Model& model, Index array, const Wanted& wanted) {
  const Index section = last_of_family(model, array);
  const Section& last = model.sections[section];
  Style style;
  if (last.entries > 0) style = style_of(model, model.entries[last.first_entry]);
  style.aligned_at = 0;
  if (style.before_equals.size() > 1) style.before_equals = " ";
  style.indent = model.slice(line_begin(model.text, last.begin), last.begin);
  return block(wanted, below_section(model, section), style);
}

Intent create_array(const Model& model, const Reach& reach, const Wanted& wanted) {
  const Index table = enclosing_braces(model, reach.node, root_index);
  if (table == no_index) return block(wanted, place_for_table(model, reach.node), Style{});
  KeyPath path = model.path_of(reach.node, table);
  const std::size_t depth = model.path_of(reach.node).size();
  path.insert(path.end(), wanted.array.begin() + static_cast<std::ptrdiff_t>(depth),
              wanted.array.end());
  return Alone{{add_to_braces(model, table, path, "[ " + braces(wanted) + " ]")}};
}

[[noreturn]] void refuse_table(const Model& model, Index node, const std::string& array) {
  refuse(model, model.nodes[node].position,
         fmt::format("{} is a single table here; an element can only be chosen from an array of "
                     "tables",
                     array),
         fmt::format("where the server wants an array it ignores this one without a word: write "
                     "its header with two brackets, [[{}]]",
                     array));
}

}  // namespace

Intent plan_element(const Model& model, const Change& change, const Reach& reach) {
  std::size_t last = change.at.size();
  while (!change.at[last - 1].choice.has_value()) --last;
  const Address array(change.at.begin(), change.at.begin() + static_cast<std::ptrdiff_t>(last));
  const Choice& choice = *array.back().choice;
  const KeyPath names = names_from(array, 0);
  const std::string shown_array = printable(to_string(names));
  if (last == change.at.size()) {
    throw Error(ErrorKind::usage, fmt::format("{} is a table", printable(to_string(change.at))),
                "name one of its keys");
  }
  const bool array_found = reach.lacks_element && reach.known == last;
  const Role role = model.nodes[reach.node].role;
  const bool nested = reach.base != root_index || (reach.lacks_element && !array_found);
  if (nested) {
    refuse(model, model.nodes[reach.node].position,
           fmt::format("{} is not there, and an array inside an element has no one place to add it",
                       shown_array),
           "write the element by hand, then set its keys");
  }
  if (!array_found && role != Role::table) {
    refuse(model, model.nodes[reach.node].position,
           fmt::format("{} is no table", shown(model, reach.node)), "check the name of the array");
  }
  if (array_found && role == Role::table) refuse_table(model, reach.node, shown_array);
  const Wanted wanted{.array = names,
                      .selector = written(choice.field),
                      .selected = quoted(choice.text),
                      .field = to_string(names_from(change.at, last)),
                      .literal = *change.literal};
  if (!array_found) return create_array(model, reach, wanted);
  if (role == Role::value) return Alone{append_to_literal(model, reach.node, wanted)};
  return append_header(model, reach.node, wanted);
}

}  // namespace tokenshift::toml
