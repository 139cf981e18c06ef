// SPDX-License-Identifier: Apache-2.0
//
// The second opinion on an edit. toml++ is only shown text that our own parser has read: that keeps
// it from the inputs that end the process (a `[` before anything but a key, a key of 300,000
// parts), and its assertions are off on top of that.
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_ENABLE_FORMATTERS 0
#include "check.hpp"
#include "strings.hpp"
#include "utf8.hpp"
#include "values.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <optional>

namespace tokenshift::toml {
namespace {

// toml++ 3.3 has undefined behaviour where a line that ends in a backslash goes on with one of many
// characters beyond ASCII.
bool joins_beyond_ascii(std::string_view text) {
  for (std::size_t at = text.find('\\'); at != std::string_view::npos;
       at = text.find('\\', at + 1)) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
    if (next == std::string_view::npos) return false;
    if (next > at + 1 && static_cast<unsigned char>(text[next]) >= 0x80) return true;
  }
  return false;
}

// A copy is only made where the text is not UTF-8, which the server reads and toml++ does not.
std::optional<::toml::table> read(const std::string& text) {
  if (joins_beyond_ascii(text)) return std::nullopt;
  try {
    if (is_utf8(text)) return ::toml::parse(std::string_view(text), std::string_view{"text"});
    return ::toml::parse(with_replacements(text), std::string_view{"text"});
  } catch (const ::toml::parse_error&) {
    return std::nullopt;
  }
}

struct Pair {
  Kind kind;
  ::toml::node_type type;
};
constexpr std::array<Pair, 6> kinds = {{{Kind::string, ::toml::node_type::string},
                                        {Kind::integer, ::toml::node_type::integer},
                                        {Kind::floating, ::toml::node_type::floating_point},
                                        {Kind::boolean, ::toml::node_type::boolean},
                                        {Kind::array, ::toml::node_type::array},
                                        {Kind::inline_table, ::toml::node_type::table}}};

bool is_kind(Kind kind, const ::toml::node& node) {
  const auto* found = std::ranges::find(kinds, kind, &Pair::kind);
  if (found != kinds.end()) return node.type() == found->type;
  return node.is_date() || node.is_time() || node.is_date_time();
}

// Walks our tree and theirs at once. The depth is limited, for the text has passed our parser.
class Comparison {
 public:
  using Report = std::function<void(Index)>;

  Comparison(const Model& model, const std::vector<Index>& values, const Report& report)
      : model_(model), values_(values), report_(report) {}

  void compare(Index index, const ::toml::node* theirs) {
    const Node& node = model_.nodes[index];
    if (theirs == nullptr) return report_(index);
    if (node.role == Role::table || node.role == Role::element) {
      compare_table(index, theirs->as_table());
    } else if (node.role == Role::array_of_tables || holds_tables(node)) {
      compare_elements(index, theirs->as_array());
    } else if (!is_kind(node.kind, *theirs) || !is_same_value(index, *theirs)) {
      report_(index);
    }
  }

 private:
  bool holds_tables(const Node& node) const {
    return node.first_child != no_index && model_.nodes[node.first_child].role == Role::element;
  }

  void compare_table(Index index, const ::toml::table* theirs) {
    if (theirs == nullptr) return report_(index);
    std::size_t count = 0;
    for (Index at = model_.nodes[index].first_child; at != no_index; at = model_.nodes[at].next) {
      ++count;
      compare(at, theirs->get(model_.nodes[at].key));
    }
    if (count != theirs->size()) report_(index);
  }

  void compare_elements(Index index, const ::toml::array* theirs) {
    if (theirs == nullptr) return report_(index);
    std::size_t count = 0;
    for (Index at = model_.nodes[index].first_child; at != no_index; at = model_.nodes[at].next) {
      compare(at, count < theirs->size() ? theirs->get(count) : nullptr);
      ++count;
    }
    if (count != theirs->size()) report_(index);
  }

  bool is_same_value(Index index, const ::toml::node& theirs) const {
    if (std::ranges::find(values_, index) == values_.end()) return true;
    const std::string_view literal = model_.literal(model_.nodes[index]);
    if (const auto* text = theirs.as_string()) return text->get() == unquoted(literal);
    if (const auto* number = theirs.as_integer()) return number->get() == to_integer(literal);
    if (const auto* flag = theirs.as_boolean()) return flag->get() == (literal == "true");
    return true;
  }

  const Model& model_;
  const std::vector<Index>& values_;
  const Report& report_;
};

}  // namespace

void compare_with_tomlplusplus(const Model& model, const std::vector<Index>& values,
                               const std::function<void(Index)>& report) {
  const std::optional<::toml::table> table = read(model.text);
  if (table.has_value()) Comparison(model, values, report).compare(root_index, &*table);
}

}  // namespace tokenshift::toml
