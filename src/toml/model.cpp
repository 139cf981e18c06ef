// SPDX-License-Identifier: Apache-2.0
#include "model.hpp"

#include "strings.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <functional>

namespace tokenshift::toml {
namespace {

// Tables of no more children are searched from the first to the last: they lie side by side in
// memory, and most tables are small.
constexpr std::size_t small_table = 8;

std::uint32_t hash_of(Index parent, std::string_view key) {
  const std::uint64_t mixed = (std::hash<std::string_view>{}(key) ^ parent) * 0x9E3779B97F4A7C15U;
  return static_cast<std::uint32_t>(mixed >> 32U);
}

}  // namespace

std::size_t Document::Model::line_of(std::size_t offset) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(line_starts, offset) -
                                  line_starts.begin());
}

Location Document::Model::location(std::size_t offset) const { return Locator(*this).at(offset); }

Location Locator::at(std::size_t offset) {
  const std::size_t line = model_.line_of(offset);
  const bool goes_on = line == last_.line && offset >= last_.offset;
  const std::size_t from = goes_on ? last_.offset : model_.line_starts[line - 1];
  const std::size_t column = goes_on ? last_.column : 1;
  last_ = {.path = model_.name,
           .line = line,
           .column = column + count_characters(model_.slice(from, offset)),
           .offset = offset};
  return last_;
}

std::size_t Document::Model::slot_of(std::uint32_t hash, Index parent, std::string_view key) const {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  for (; slots[at].node != no_index; at = (at + 1) & mask) {
    if (slots[at].hash != hash) continue;
    const Node& node = nodes[slots[at].node];
    if (node.parent == parent && node.key == key) break;
  }
  return at;
}

Index Document::Model::child(Index parent, std::string_view key) const {
  if (nodes[parent].indexed) return slots[slot_of(hash_of(parent, key), parent, key)].node;
  Index at = nodes[parent].first_child;
  while (at != no_index && nodes[at].key != key) at = nodes[at].next;
  return at;
}

void Document::Model::index_child(Index node) {
  Node& parent = nodes[nodes[node].parent];
  if (parent.indexed) {
    insert_slot(node);
    return;
  }
  std::size_t children = 0;
  for (Index at = parent.first_child; at != no_index; at = nodes[at].next) ++children;
  if (children <= small_table) return;
  parent.indexed = true;
  for (Index at = parent.first_child; at != no_index; at = nodes[at].next) insert_slot(at);
}

void Document::Model::insert_slot(Index node) {
  if (++slots_used_ * 2 > slots.size()) grow_slots();
  const Node& named = nodes[node];
  const std::uint32_t hash = hash_of(named.parent, named.key);
  slots[slot_of(hash, named.parent, named.key)] = {node, hash};
}

void Document::Model::grow_slots() {
  const std::vector<Slot> old = std::move(slots);
  slots.assign(std::max<std::size_t>(64, old.size() * 2), {});
  const std::size_t mask = slots.size() - 1;
  for (const Slot& slot : old) {
    if (slot.node == no_index) continue;
    std::size_t at = slot.hash & mask;
    while (slots[at].node != no_index) at = (at + 1) & mask;
    slots[at] = slot;
  }
}

KeyPath Document::Model::path_of(Index node, Index base) const {
  KeyPath path;
  for (Index at = node; at != base && at != root_index && at != no_index; at = nodes[at].parent) {
    if (nodes[at].role != Role::element) path.emplace_back(nodes[at].key);
  }
  std::ranges::reverse(path);
  return path;
}

bool Document::Model::is_within(Index node, Index other) const {
  while (node != other && node != no_index) node = nodes[node].parent;
  return node == other;
}

Index Document::Model::section_at(std::size_t offset) const {
  const auto after = std::ranges::upper_bound(sections, offset, {}, &Section::begin);
  return static_cast<Index>(std::max<std::ptrdiff_t>(after - sections.begin() - 1, 0));
}

Index Document::Model::entry_at(std::size_t offset) const {
  const auto found = std::ranges::lower_bound(entries, offset, {}, &Entry::begin);
  if (found == entries.end() || found->begin != offset) return no_index;
  return static_cast<Index>(found - entries.begin());
}

Value Document::Model::value_of(const Node& node, Locator& locator) const {
  const std::string_view source = literal(node);
  return {.kind = node.kind,
          .content = node.kind == Kind::string ? unquoted(source) : std::string(source),
          .location = locator.at(node.begin),
          .length = node.length};
}

}  // namespace tokenshift::toml
