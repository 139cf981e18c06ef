// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/finding.hpp"
#include "tokenshift/base/location.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::toml {

/// The parts of a key, unquoted: `oauth."token_persistence".enable` gives three.
using KeyPath = std::vector<std::string>;

/// `a.b.c`; parts that are no bare keys are quoted.
std::string to_string(const KeyPath& path);

/// Reads what to_string() writes, and what people type. Throws Error{usage} when it is no key.
KeyPath parse_key(std::string_view text);

/// What kind of value stands behind a key.
enum class Kind : std::uint8_t { string, integer, floating, boolean, time, array, inline_table };

/// A value as it stands in the file.
struct Value {
  Kind kind = Kind::string;
  std::string content;     ///< of a string: without quotes and escapes; else as written
  Location location;       ///< of its first byte
  std::size_t length = 0;  ///< in bytes, quotes and brackets included
};

/// One table of an array of tables: its keys, flat, relative to the array, in the order of the
/// file. Elements written as inline tables in a literal array look the same.
struct Element {
  Location location;  ///< of its `[[header]]`, or of its `{`
  std::vector<std::pair<std::string, Value>> values;

  /// The value of a key, by its flat name; nullptr where the element has none.
  const Value* find(std::string_view key) const;
};

/// What a name stands for.
enum class Shape {
  table,            ///< by header, by dotted key, in braces, or implied
  array_of_tables,  ///< by `[[header]]`
  element,          ///< one table of an array of either form; it has the path of its array
  value,            ///< anything else, literal arrays included
};

/// A name of a document, as walk() shows it. Views are good during the call only.
struct Name {
  std::span<const std::string_view> path;  ///< the parts from the root, unquoted
  std::string_view flat;  ///< the same with dots between; parts with dots of their own in quotes
  Shape shape = Shape::value;
  Kind kind = Kind::string;
  std::string_view literal;  ///< as written; empty for tables that are not in braces
  std::size_t position = 0;  ///< of the header or key that made it, in bytes
  std::size_t begin = 0;     ///< of the literal
  bool in_array = false;     ///< below an element of an array of tables

  /// Of a string without quotes and escapes, else as written.
  std::string content() const;
};

/// A text that the server's own parser reads, with the place of each key in it. Immutable, so
/// copies share it.
///
/// The dialect is that of the server (cava-toml 0.5.0: TOML 0.5 with defects, reference page
/// deployment-toml.md §2.3), not TOML 1.0: what would stop the server is refused, what it accepts
/// is read.
class Document {
 public:
  struct Model;
  explicit Document(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  /// The bytes that were parsed, unchanged.
  const std::string& text() const;
  const std::string& name() const;

  /// The value of a flat key outside arrays of tables, in whichever spelling it stands.
  std::optional<Value> find(const KeyPath& path) const;

  /// The elements of an array of tables, `[[path]]` or literal; empty when there is none.
  std::vector<Element> elements(const KeyPath& path) const;

  /// Calls `visit` for each key outside arrays of tables, in the order of the file.
  void for_each(const std::function<void(const KeyPath&, const Value&)>& visit) const;

  /// Calls `visit` for each name, tables before what is in them. One call costs no memory.
  void walk(const std::function<void(const Name&)>& visit) const;

  /// The places of byte offsets, which ascend.
  std::vector<Location> locate(std::span<const std::size_t> offsets) const;

  /// The line of an offset, from 1; cheap however long the line is.
  std::size_t line_of(std::size_t offset) const;

  const Model& model() const { return *model_; }

 private:
  std::shared_ptr<const Model> model_;
};

/// Reads a document. `name` is used in locations.
/// Throws Error{input}, with `name:line:column`, at the first thing that the server's parser
/// refuses or that crashes it (the order rule: a table after its own sub-table).
Document parse(std::string text, std::string name);

/// What read() made of a text.
struct Reading {
  Document document;              ///< what was read; doubtful parts are left out
  std::vector<Finding> problems;  ///< errors, in the order of the file; none: parse() reads it
  bool complete = true;           ///< false: what follows the last problem was not looked at
};

/// Reads on behind problems of meaning (a name defined twice, the order rule, an unknown escape)
/// and behind a byte order mark, so that all of them are told at once; what is only a consequence
/// of another problem is not told. A problem of form, or the thousandth, ends the reading.
/// Throws Error{input} when the text is longer than parse() takes.
Reading read(std::string text, std::string name);

/// What is no UTF-8 in a text, as the server counts it.
struct InvalidUtf8 {
  std::size_t count = 0;
  std::size_t first = 0;  ///< where, in bytes
};
InvalidUtf8 invalid_utf8(std::string_view text);

}  // namespace tokenshift::toml
