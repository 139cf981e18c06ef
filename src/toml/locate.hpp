// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/toml/address.hpp"

#include "model.hpp"

#include <string>
#include <vector>

namespace tokenshift::toml {

/// How far an address leads in a document, and what is left of it.
struct Reach {
  Index base = root_index;         ///< the element that the last choice has found; else the root
  Index node = root_index;         ///< the last name that is there
  std::size_t known = 0;           ///< how many steps lead to `node`
  KeyPath rest = {};               ///< the names below it that are missing
  std::vector<Index> chosen = {};  ///< what the last choice fits, in the order of the file

  /// Whether a value, a table or an element of that address is there.
  bool is_whole() const { return rest.empty() && !lacks_element; }

  bool lacks_element = false;  ///< an array is there, `node`, but nothing in it fits the choice
};

/// Follows an address. Stops at the first name that is missing, and at the first that is in the way
/// (a value, or an array without a choice).
Reach reach_of(const Model& model, const Address& address);

/// The names of an address from a step on.
KeyPath names_from(const Address& address, std::size_t step);

/// The name of a node for people: quoted where needed, safe to print.
std::string shown(const Model& model, Index node);

}  // namespace tokenshift::toml
