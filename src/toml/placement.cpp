// SPDX-License-Identifier: Apache-2.0
#include "placement.hpp"

#include "layout.hpp"

#include <algorithm>

namespace tokenshift::toml {
namespace {

// The start of the first line behind the last statement of a section.
std::size_t below_last_statement(const Model& model, Index index) {
  const Section& section = model.sections[index];
  const Index last = section.first_entry + section.entries;
  if (section.entries > 0) return next_line(model.text, model.entries[last - 1].end);
  return index == 0 ? 0 : next_line(model.text, section.end);
}

// Whether a section is a part of an array element that an earlier header began.
bool continues_element(const Model& model, Index section) {
  Index node = model.nodes[model.sections[section].node].parent;
  while (node != no_index && model.nodes[node].role != Role::element)
    node = model.nodes[node].parent;
  return node != no_index;
}

}  // namespace

std::size_t above_header(const Model& model, Index section) {
  const std::size_t limit = below_last_statement(model, section - 1);
  std::size_t at = line_begin(model.text, model.sections[section].begin);
  while (at > limit) {
    const std::size_t above = line_begin(model.text, at - 1);
    if (above < limit || !is_comment_line(model.text, above)) break;
    at = above;
  }
  return at;
}

std::size_t below_section(const Model& model, Index section) {
  while (section + 1 < model.sections.size() && continues_element(model, section + 1)) ++section;
  std::size_t at = below_last_statement(model, section);
  const bool last = section + 1 == model.sections.size();
  const std::size_t limit = last ? model.text.size() : above_header(model, section + 1);
  while (at < limit && is_comment_line(model.text, at)) at = next_line(model.text, at);
  return at;
}

Index last_of_family(const Model& model, Index table) {
  for (auto section = static_cast<Index>(model.sections.size() - 1); section > 0; --section) {
    if (model.is_within(model.sections[section].node, table)) return section;
  }
  return 0;
}

std::size_t place_for_table(const Model& model, Index nearest) {
  for (Index table = nearest; table != root_index; table = model.nodes[table].parent) {
    const Index section = last_of_family(model, table);
    if (section > 0) return below_section(model, section);
  }
  const auto last = static_cast<Index>(model.sections.size() - 1);
  const bool ends_in_secrets =
      last > 0 && model.path_of(model.sections[last].node) == KeyPath{"secrets"};
  return ends_in_secrets ? above_header(model, last) : model.text.size();
}

}  // namespace tokenshift::toml
