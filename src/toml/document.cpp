// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/toml/document.hpp"

#include "tokenshift/base/error.hpp"

#include "model.hpp"
#include "parser.hpp"
#include "problem.hpp"
#include "strings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::toml {
namespace {

// A name that stands for something on its own; tables in braces are only the sum of their keys.
bool is_leaf(const Node& node) { return node.role == Role::value && node.length > 0; }

void find_lines(Model& model) {
  model.line_starts.push_back(0);
  for (std::size_t i = model.text.find('\n'); i != std::string::npos;
       i = model.text.find('\n', i + 1)) {
    model.line_starts.push_back(static_cast<Offset>(i + 1));
  }
}

// The node that the path leads to without passing through an array; no_index when there is none.
Index find_node(const Model& model, const KeyPath& path) {
  Index index = root_index;
  for (const std::string& part : path) {
    if (model.nodes[index].role != Role::table) return no_index;
    index = model.child(index, part);
    if (index == no_index) return no_index;
  }
  return index;
}

}  // namespace

Element element_of(const Model& model, Index index) {
  std::vector<Index> leaves;
  std::vector<Index> open = {index};
  while (!open.empty()) {
    const Index parent = open.back();
    open.pop_back();
    for (Index at = model.nodes[parent].first_child; at != no_index; at = model.nodes[at].next) {
      if (model.nodes[at].role == Role::table) open.push_back(at);
      if (is_leaf(model.nodes[at])) leaves.push_back(at);
    }
  }
  std::ranges::sort(leaves, {}, [&](Index leaf) { return model.nodes[leaf].begin; });
  Locator locator(model);
  Element element{.location = locator.at(model.nodes[index].position), .values = {}};
  for (const Index leaf : leaves) {
    element.values.emplace_back(to_string(model.path_of(leaf, index)),
                                model.value_of(model.nodes[leaf], locator));
  }
  return element;
}

namespace {

// Goes down from the root, so that the path to each name is there already.
class Walker {
 public:
  Walker(const Model& model, const std::function<void(const Name&)>& visit)
      : model_(model), visit_(visit) {}

  void visit_children(Index parent) {
    const Role role = model_.nodes[parent].role;
    const bool named = role == Role::table || role == Role::element;
    for (Index at = model_.nodes[parent].first_child; at != no_index; at = model_.nodes[at].next) {
      visit_node(at, named);
    }
  }

 private:
  void visit_node(Index index, bool named) {
    const Node& node = model_.nodes[index];
    const std::size_t flat_before = flat_.size();
    if (named) {
      if (!path_.empty()) flat_.push_back('.');
      append_flat(node.key);
      path_.push_back(node.key);
    }
    visit_({.path = path_,
            .flat = flat_,
            .shape = shape_of(node.role),
            .kind = node.kind,
            .literal = model_.literal(node),
            .position = node.position,
            .begin = node.begin,
            .in_array = node.in_array});
    visit_children(index);
    if (named) path_.pop_back();
    flat_.resize(flat_before);
  }

  void append_flat(std::string_view part) {
    const bool dotted = part.find('.') != std::string_view::npos;
    if (dotted) flat_.push_back('"');
    flat_.append(part);
    if (dotted) flat_.push_back('"');
  }

  static Shape shape_of(Role role) {
    switch (role) {
      case Role::table:
        return Shape::table;
      case Role::array_of_tables:
        return Shape::array_of_tables;
      case Role::element:
        return Shape::element;
      case Role::value:
        break;
    }
    return Shape::value;
  }

  const Model& model_;
  const std::function<void(const Name&)>& visit_;
  std::vector<std::string_view> path_;
  std::string flat_;
};

}  // namespace

const Value* Element::find(std::string_view key) const {
  const auto found = std::ranges::find(values, key, &std::pair<std::string, Value>::first);
  return found == values.end() ? nullptr : &found->second;
}

const std::string& Document::text() const { return model_->text; }
const std::string& Document::name() const { return model_->name; }

std::optional<Value> Document::find(const KeyPath& path) const {
  const Index index = find_node(*model_, path);
  if (index == no_index || model_->nodes[index].length == 0) return std::nullopt;
  Locator locator(*model_);
  return model_->value_of(model_->nodes[index], locator);
}

std::vector<Element> Document::elements(const KeyPath& path) const {
  std::vector<Element> elements;
  const Index array = find_node(*model_, path);
  if (array == no_index || model_->nodes[array].role == Role::table) return elements;
  for (Index at = model_->nodes[array].first_child; at != no_index; at = model_->nodes[at].next) {
    if (model_->nodes[at].role == Role::element) elements.push_back(element_of(*model_, at));
  }
  return elements;
}

void Document::for_each(const std::function<void(const KeyPath&, const Value&)>& visit) const {
  Locator locator(*model_);
  for (Index i = 0; i < model_->nodes.size(); ++i) {
    const Node& node = model_->nodes[i];
    // A literal array in an array has no name of its own.
    const bool inside = node.in_array || model_->nodes[i].parent == no_index ||
                        model_->nodes[node.parent].role == Role::element;
    if (is_leaf(node) && !inside) visit(model_->path_of(i), model_->value_of(node, locator));
  }
}

std::string Name::content() const {
  return kind == Kind::string && !literal.empty() ? unquoted(literal) : std::string(literal);
}

void Document::walk(const std::function<void(const Name&)>& visit) const {
  Walker(*model_, visit).visit_children(root_index);
}

std::vector<Location> Document::locate(std::span<const std::size_t> offsets) const {
  std::vector<Location> locations;
  locations.reserve(offsets.size());
  Locator locator(*model_);
  for (const std::size_t offset : offsets) locations.push_back(locator.at(offset));
  return locations;
}

std::size_t Document::line_of(std::size_t offset) const { return model_->line_of(offset); }

std::shared_ptr<Model> make_model(std::string text, std::string name) {
  if (text.size() > max_file_bytes) {
    throw Error(
        ErrorKind::input,
        fmt::format("{}: {} bytes, more than {} MiB", name, text.size(), max_file_bytes >> 20U),
        "check that this is the right file");
  }
  auto model = std::make_shared<Document::Model>();
  model->text = std::move(text);
  model->name = std::move(name);
  find_lines(*model);
  // Most lines make a node or none. What is reserved and not used costs address space, not memory.
  const std::size_t guess = std::min(model->line_starts.size(), model->text.size() / 16 + 1);
  model->nodes.reserve(guess);
  model->entries.reserve(guess);
  return model;
}

Document parse(std::string text, std::string name) {
  auto model = make_model(std::move(text), std::move(name));
  Parser(*model).run();
  return Document(std::move(model));
}

}  // namespace tokenshift::toml
