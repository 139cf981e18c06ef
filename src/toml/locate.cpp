// SPDX-License-Identifier: Apache-2.0
#include "locate.hpp"

#include "tokenshift/base/text.hpp"

#include "strings.hpp"

namespace tokenshift::toml {
namespace {

std::vector<Index> elements_with(const Model& model, Index array, const Choice& choice) {
  std::vector<Index> found;
  for (Index at = model.nodes[array].first_child; at != no_index; at = model.nodes[at].next) {
    if (model.nodes[at].role != Role::element) continue;
    const Index field = model.child(at, choice.field);
    if (field == no_index || model.nodes[field].role != Role::value) continue;
    const bool text = model.nodes[field].kind == Kind::string;
    if (text && unquoted(model.literal(model.nodes[field])) == choice.text) found.push_back(at);
  }
  return found;
}

}  // namespace

KeyPath names_from(const Address& address, std::size_t step) {
  KeyPath names;
  for (std::size_t i = step; i < address.size(); ++i) names.push_back(address[i].key);
  return names;
}

Reach reach_of(const Model& model, const Address& address) {
  Reach reach;
  for (const Step& step : address) {
    const Role role = model.nodes[reach.node].role;
    const bool leads_on = role == Role::table || role == Role::element;
    const Index next = leads_on ? model.child(reach.node, step.key) : no_index;
    if (next == no_index) {
      reach.rest = names_from(address, reach.known);
      return reach;
    }
    reach.node = next;
    ++reach.known;
    if (!step.choice.has_value()) continue;
    reach.chosen = elements_with(model, next, *step.choice);
    if (reach.chosen.empty()) {
      reach.lacks_element = true;
      reach.rest = names_from(address, reach.known);
      return reach;
    }
    reach.node = reach.base = reach.chosen.back();
  }
  return reach;
}

std::string shown(const Model& model, Index node) {
  return printable(to_string(model.path_of(node)));
}

}  // namespace tokenshift::toml
