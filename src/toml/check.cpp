// SPDX-License-Identifier: Apache-2.0
//
// An edit leaves all other statements where they are, in their order and with their bytes. So it is
// enough to walk both documents side by side in the order of the file, passing over the changed
// keys. That our reading of the result is right is then for another parser to say.
#include "check.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "change.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::toml {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw Error(ErrorKind::internal, fmt::format("the edit would have {}", printable(what)),
              "nothing was written; please report this with the file");
}

// The values of a document in the order of the file.
class Walk {
 public:
  Walk(const Model& model, const std::vector<Index>& passed_over)
      : model_(model), passed_over_(passed_over), places_(model.nodes.size(), 0) {
    for (const Node& node : model.nodes) {
      Index place = 0;
      if (node.role != Role::array_of_tables && node.role != Role::value) continue;
      for (Index at = node.first_child; at != no_index; at = model.nodes[at].next)
        places_[at] = place++;
    }
  }

  // Goes on to the next value; false when there is none.
  bool next() {
    while (++at_ < model_.nodes.size()) {
      if (is_value(model_.nodes[at_]) && !std::ranges::binary_search(passed_over_, at_))
        return true;
    }
    return false;
  }

  std::string name() const { return to_string(model_.path_of(at_)); }
  std::string_view literal() const { return model_.literal(model_.nodes[at_]); }

  // Whether both stand at values of the same name, in the same element.
  bool agrees_with(const Walk& other) const {
    Index mine = at_;
    Index theirs = other.at_;
    for (; mine != root_index && theirs != root_index;
         mine = model_.nodes[mine].parent, theirs = other.model_.nodes[theirs].parent) {
      const bool same = model_.nodes[mine].key == other.model_.nodes[theirs].key &&
                        places_[mine] == other.places_[theirs];
      if (!same) return false;
    }
    return mine == theirs;
  }

 private:
  // What a literal array holds is compared with the array.
  bool is_value(const Node& node) const {
    if (node.role != Role::value || node.length == 0 || node.parent == no_index) return false;
    Index at = node.parent;
    while (at != root_index && at != no_index && model_.nodes[at].role != Role::value)
      at = model_.nodes[at].parent;
    return at == root_index;
  }

  const Model& model_;
  const std::vector<Index>& passed_over_;
  std::vector<Index> places_;
  Index at_ = root_index;
};

// The nodes of a document that the changes are allowed to touch, ascending. An array that is
// written as one value differs as a whole, and so does a table in braces that is set.
class Touched {
 public:
  explicit Touched(const Model& model) : model_(model) {}

  void add(Index node) {
    for (Index at = node; at != root_index && at != no_index; at = model_.nodes[at].parent) {
      if (model_.nodes[at].role == Role::value) nodes_.push_back(at);
    }
  }

  void add_with_what_is_below(Index node) {
    add(node);
    if (model_.nodes[node].role != Role::table) return;
    std::vector<Index> open{node};
    while (!open.empty()) {
      const Index parent = open.back();
      open.pop_back();
      for (Index at = model_.nodes[parent].first_child; at != no_index;
           at = model_.nodes[at].next) {
        if (model_.nodes[at].role == Role::value) nodes_.push_back(at);
        if (model_.nodes[at].role == Role::table) open.push_back(at);
      }
    }
  }

  std::vector<Index> sorted() {
    std::ranges::sort(nodes_);
    return nodes_;
  }

 private:
  const Model& model_;
  std::vector<Index> nodes_;
};

void compare_in_order(const Model& before, const std::vector<Index>& touched_before,
                      const Model& after, const std::vector<Index>& touched_after) {
  Walk old_walk(before, touched_before);
  Walk new_walk(after, touched_after);
  while (true) {
    const bool old_more = old_walk.next();
    const bool new_more = new_walk.next();
    if (!old_more && !new_more) return;
    if (!new_more) fail("lost " + old_walk.name());
    if (!old_more) fail("added " + new_walk.name());
    if (!old_walk.agrees_with(new_walk))
      fail("moved " + old_walk.name() + " or " + new_walk.name());
    if (old_walk.literal() != new_walk.literal()) fail("changed " + old_walk.name());
  }
}

// The node of a change in the result, if it is as it should be.
Index node_of(const Model& model, const Change& change) {
  const Reach reach = reach_of(model, change.at);
  if (!change.literal.has_value()) {
    if (reach.is_whole()) fail("left " + to_string(change.at) + " in the file");
    return no_index;
  }
  Locator locator(model);
  const bool set = reach.is_whole() && is_same(model.value_of(model.nodes[reach.node], locator),
                                               read_literal(*change.literal));
  if (!set) fail("left " + to_string(change.at) + " unset");
  return reach.node;
}

}  // namespace

void check_result(const Document& before, const Document& after,
                  const std::vector<Change>& changes) {
  Touched old_nodes(before.model());
  Touched new_nodes(after.model());
  std::vector<Index> values;
  for (const Change& change : changes) {
    const Reach reach = reach_of(before.model(), change.at);
    // The array counts also where only its element is new.
    old_nodes.add(reach.node);
    const Index node = node_of(after.model(), change);
    if (node == no_index) {
      const Reach left = reach_of(after.model(), change.at);
      new_nodes.add(left.node);
      continue;
    }
    values.push_back(node);
    new_nodes.add_with_what_is_below(node);
    const bool made = !reach.is_whole() && reach.chosen.empty();
    for (std::size_t i = 0; made && i < change.at.size(); ++i) {
      if (!change.at[i].choice.has_value()) continue;
      const Address array(change.at.begin(),
                          change.at.begin() + static_cast<std::ptrdiff_t>(i + 1));
      const Index element = reach_of(after.model(), array).node;
      new_nodes.add(after.model().child(element, change.at[i].choice->field));
    }
  }
  compare_in_order(before.model(), old_nodes.sorted(), after.model(), new_nodes.sorted());
  compare_with_tomlplusplus(after.model(), values, [&after](Index node) {
    fail("made a file that another parser reads differently, at " +
         to_string(after.model().path_of(node)));
  });
}

}  // namespace tokenshift::toml
