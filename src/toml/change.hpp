// SPDX-License-Identifier: Apache-2.0
//
// What a change does to a text. Each change is planned on the document as it is; insertion.cpp then
// puts the plans together, so that several keys need one reading of the file.
#pragma once

#include "tokenshift/toml/edit.hpp"

#include "locate.hpp"
#include "model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tokenshift::toml {

/// `length` bytes at `offset` give way to `replacement`.
struct Edit {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string replacement;
};

/// A new line in the body of a table.
struct KeyLine {
  std::size_t offset = 0;
  std::string line;
};

/// A table, or an element of an array, with a new header.
struct Block {
  std::size_t offset = 0;
  KeyPath table;
  std::string head;  ///< `[a.b]`; of an element with the field that it is chosen by; "" at the root
  std::vector<std::string> lines;
};

/// Edits that other insertions could get in the way of: inside braces and brackets, or removals.
struct Alone {
  std::vector<Edit> edits;
};

/// Nothing, a value to replace, or something to insert.
using Intent = std::variant<std::monostate, Edit, KeyLine, Block, Alone>;

/// A literal that has been read, to compare with.
struct Literal {
  std::string_view source;
  Value value;
};

/// Reads a literal; throws Error{usage} when it is not one value that the server reads.
Literal read_literal(std::string_view source);

/// Whether a value is of the same type and the same value as the literal, however it is written.
bool is_same(const Value& value, const Literal& literal);

/// Plans one change. Throws Error{refused} when no edit would be safe.
Intent plan_change(const Model& model, const Change& change);

/// The parts of plan_change(): set a value whose array and element are there, if it has any
/// (setting.cpp); set one in an element that is still to be made (elements.cpp); take one out
/// (removal.cpp).
Intent plan_setting(const Model& model, const Change& change, const Reach& reach);
Intent plan_element(const Model& model, const Change& change, const Reach& reach);
Intent plan_removal(const Model& model, const Change& change, const Reach& reach);

/// Throws Error{refused} when the value is a placeholder that the change must not lose.
void keep_placeholder(const Model& model, Index node, const Change& change);

/// Puts `key = literal` into the braces of an inline table.
Edit add_to_braces(const Model& model, Index table, const KeyPath& path, std::string_view literal);

/// The nearest table in braces at or above a node and not above `base`; no_index when there is
/// none.
Index enclosing_braces(const Model& model, Index node, Index base);

}  // namespace tokenshift::toml
