// SPDX-License-Identifier: Apache-2.0
#include "insertion.hpp"

#include "layout.hpp"

#include <algorithm>
#include <map>

namespace tokenshift::toml {
namespace {

// What is inserted at one place: lines of the table above it, then tables of their own.
struct Insertion {
  std::vector<std::string> lines;
  std::vector<Block> blocks;
};

std::size_t common_names(const KeyPath& a, const KeyPath& b) {
  const auto limit = static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + limit, b.begin()).first -
                                  a.begin());
}

// Above the first of its sub-tables; else behind the last of its nearest relatives.
std::size_t place_of(const KeyPath& table, const std::vector<Block>& blocks) {
  std::size_t place = blocks.size();
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::size_t common = common_names(table, blocks[i].table);
    if (common == table.size() && blocks[i].table.size() > common) return i;
    if (common == 0 || common < nearest) continue;
    nearest = common;
    place = i + 1;
  }
  return place;
}

void add_block(std::vector<Block>& blocks, Block block) {
  const auto same = std::ranges::find_if(blocks, [&block](const Block& other) {
    return other.table == block.table && other.head == block.head;
  });
  if (same != blocks.end()) {
    same->lines.insert(same->lines.end(), block.lines.begin(), block.lines.end());
    return;
  }
  const std::size_t place = place_of(block.table, blocks);
  blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(place), std::move(block));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!text.empty()) text.push_back('\n');
    text.append(line);
  }
  return text;
}

Edit edit_of(const Model& model, std::size_t offset, const Insertion& insertion) {
  const std::string lines = joined(insertion.lines);
  if (insertion.blocks.empty()) return insert_lines(model, offset, lines);
  std::vector<std::string> blocks;
  for (const Block& block : insertion.blocks) {
    std::string text = block.head;
    if (!text.empty()) text.push_back('\n');
    text.append(joined(block.lines));
    if (!blocks.empty()) text.insert(0, "\n");
    blocks.push_back(std::move(text));
  }
  return insert_block(model, offset, lines, joined(blocks));
}

}  // namespace

std::optional<std::vector<Edit>> merged(const Model& model, const std::vector<Intent>& intents) {
  std::vector<Edit> edits;
  std::map<std::size_t, Insertion> insertions;
  std::size_t busy = 0;
  for (const Intent& intent : intents) {
    if (!std::holds_alternative<std::monostate>(intent)) ++busy;
    if (const auto* edit = std::get_if<Edit>(&intent)) edits.push_back(*edit);
    if (const auto* key = std::get_if<KeyLine>(&intent)) {
      insertions[key->offset].lines.push_back(key->line);
    }
    if (const auto* block = std::get_if<Block>(&intent)) {
      add_block(insertions[block->offset].blocks, *block);
    }
    if (const auto* alone = std::get_if<Alone>(&intent)) {
      edits.insert(edits.end(), alone->edits.begin(), alone->edits.end());
    }
  }
  const bool crowded = busy > 1 && std::ranges::any_of(intents, [](const Intent& intent) {
                         return std::holds_alternative<Alone>(intent);
                       });
  if (crowded) return std::nullopt;
  for (const auto& [offset, insertion] : insertions) {
    edits.push_back(edit_of(model, offset, insertion));
  }
  std::ranges::stable_sort(edits, {}, &Edit::offset);
  return edits;
}

std::string with_edits(std::string_view text, const std::vector<Edit>& edits) {
  std::string result;
  std::size_t added = 0;
  for (const Edit& edit : edits) added += edit.replacement.size();
  result.reserve(text.size() + added);
  std::size_t copied = 0;
  for (const Edit& edit : edits) {
    result.append(text.substr(copied, edit.offset - copied));
    result.append(edit.replacement);
    copied = edit.offset + edit.length;
  }
  return result.append(text.substr(copied));
}

}  // namespace tokenshift::toml
