// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model.hpp"
#include "problem.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace tokenshift::toml {

/// The rules by which names become tables and values, as the server has them: what may be defined
/// twice, what extends what, and the order rule.
///
/// The order rule. Where a header names a table that already exists because something below it was
/// named first, the server puts the table into itself, and then walks it for ever. So `[a.b]` …
/// `[a]` is legal TOML but kills the server, and so do `[[a.b]]` … `[a]`, and `a.b = 1` … `[a]`.
/// The scope of the rule is the current element of an array of tables, for each element starts
/// afresh.
class Tables {
 public:
  using Parts = std::span<const std::string_view>;

  /// `forgiving` is for those who go on after a problem: what follows from it is no problem then.
  explicit Tables(Model& model, bool forgiving = false);

  /// Defines the table of a `[header]`; gives its node.
  Index define_table(Parts path, Offset position);

  /// Adds an element to the array of tables of a `[[header]]`; gives the node of the element.
  Index define_element(Parts path, Offset position);

  /// Defines a value under a table. A node that was made before (make_table(), make_array()) is
  /// given its name; else a new one is made. Gives it; no_index on a problem.
  struct Literal {
    Kind kind = Kind::string;
    Offset begin = 0;
    Offset length = 0;
    Index node = no_index;
  };
  Index define_value(Index base, Parts path, const Literal& literal, Offset position);

  /// A table in braces, or an array that holds some, without a name so far.
  Index make_table(Offset position, bool in_array);
  Index make_array(bool in_array);
  void add_element(Index array, Index table);

  /// The first violation so far; the node functions go on after one, in some way.
  const std::optional<Problem>& problem() const { return problem_; }
  void note(Problem problem);
  std::optional<Problem> take_problem() { return std::exchange(problem_, std::nullopt); }

 private:
  Index add(Index parent, std::string_view key, Node node);
  void adopt(Index parent, Index child);
  Index ensure_table(Index base, Parts path, Offset position, bool through_arrays);
  void note_order(Index table, Offset position);
  std::string line(Offset offset) const;
  void distrust(Index node);
  bool is_distrusted(Index node) const {
    return !distrusted_.empty() && distrusted_.contains(node);
  }

  Model& model_;
  bool forgiving_;
  std::optional<Problem> problem_;
  std::unordered_set<Index> distrusted_;  // names over which there was a problem already
};

}  // namespace tokenshift::toml
