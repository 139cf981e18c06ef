// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/toml/document.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::toml {

/// Offsets and indices are 32 bits wide: a file has at most 64 MiB.
using Offset = std::uint32_t;
using Index = std::uint32_t;
inline constexpr Index no_index = std::numeric_limits<Index>::max();
inline constexpr Index root_index = 0;

inline constexpr std::size_t max_file_bytes = std::size_t{64} << 20U;
inline constexpr std::size_t max_depth = 1000;   ///< parts of a key, from the root
inline constexpr std::size_t max_nesting = 256;  ///< arrays and inline tables in each other

enum class Role : std::uint8_t {
  table,            ///< by header, by dotted key, by `{…}`, or implied
  array_of_tables,  ///< by `[[header]]`
  element,          ///< one table of an array, of either form
  value,            ///< anything else, literal arrays included
};

/// One name of the document, with what it stands for.
struct Node {
  std::string_view key =
      {};  ///< decoded; into the text, or into Model::decoded_keys; empty for elements
  Index parent = no_index;
  Index first_child = no_index;
  Index last_child = no_index;
  Index next = no_index;  ///< the next child of the same parent, in the order of definition
  Offset position = 0;    ///< where the statement (or the pair in braces) starts that made it
  Offset begin = 0;       ///< of its literal; tables in braces have one too
  Offset length = 0;      ///< of its literal; 0 where there is none
  Role role = Role::value;
  Kind kind = Kind::string;
  bool implicit : 1 = false;  ///< a table that no header of its own and no braces have defined
  bool in_array : 1 = false;  ///< below an element
  bool indexed : 1 = false;   ///< its children are in Model::slots
};

/// A statement `key = value`.
struct Entry {
  Offset begin = 0;  ///< of the key
  Offset key_end = 0;
  Offset value = 0;
  Offset end = 0;  ///< of the value
  Index node = no_index;
};

/// A header with its body; the first section is the part above all headers.
struct Section {
  Offset begin = 0;  ///< of the `[`
  Offset end = 0;    ///< behind the `]`
  Index node = root_index;
  Index first_entry = 0;
  Index entries = 0;
};

/// A place in the hash table of the names. The hash is kept so that growing touches no node.
struct Slot {
  Index node = no_index;
  std::uint32_t hash = 0;
};

struct Document::Model {
  std::string text;
  std::string name;
  std::deque<std::string> decoded_keys;
  std::vector<Node> nodes;
  std::vector<Entry> entries;
  std::vector<Section> sections;
  std::vector<Offset> line_starts;
  std::vector<Offset>
      open_arrays;          ///< statements behind which the server's lexer still is in a value
  std::vector<Slot> slots;  ///< hash table of the children of large tables, by parent and key

  std::string_view slice(std::size_t begin, std::size_t end) const {
    return std::string_view(text).substr(begin, end - begin);
  }
  std::string_view literal(const Node& node) const {
    return std::string_view(text).substr(node.begin, node.length);
  }
  bool is_header(Offset position) const { return text[position] == '['; }

  /// The line, from 1.
  std::size_t line_of(std::size_t offset) const;
  Location location(std::size_t offset) const;

  /// The child of that name; no_index when there is none.
  Index child(Index parent, std::string_view key) const;
  /// Makes a node, the last child of its parent, known to child().
  void index_child(Index node);

  /// The names from the root, or from `base`, down to the node; elements have none.
  KeyPath path_of(Index node, Index base = root_index) const;

  /// Whether a node is another, or lies below it.
  bool is_within(Index node, Index other) const;

  /// The section whose header or body the offset lies in.
  Index section_at(std::size_t offset) const;
  /// The entry that starts at the offset; no_index when none does.
  Index entry_at(std::size_t offset) const;

  Value value_of(const Node& node, class Locator& locator) const;

 private:
  std::size_t slots_used_ = 0;

  std::size_t slot_of(std::uint32_t hash, Index parent, std::string_view key) const;
  void insert_slot(Index node);
  void grow_slots();
};

using Model = Document::Model;

/// The values below a table or an element, with their flat names relative to it.
Element element_of(const Model& model, Index index);

/// A model that holds the text and its lines and nothing else yet.
/// Throws Error{input} when the text is too long.
std::shared_ptr<Model> make_model(std::string text, std::string name);

/// Gives locations of offsets; cheap when they ascend, however long the lines are.
class Locator {
 public:
  explicit Locator(const Model& model) : model_(model) {}
  Location at(std::size_t offset);

 private:
  const Model& model_;
  Location last_;
};

}  // namespace tokenshift::toml
