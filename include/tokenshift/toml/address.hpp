// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/toml/document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::toml {

/// Chooses among the tables of an array: the last one whose `field` is this text.
struct Choice {
  std::string field;
  std::string text;

  bool operator==(const Choice&) const = default;
};

/// One name on the way to a value, with a choice where it names an array of tables.
struct Step {
  std::string key;
  std::optional<Choice> choice = std::nullopt;

  bool operator==(const Step&) const = default;
};

/// Where a value is, in whichever spelling the file has it:
/// `oauth.extensions.token_types[name=JWT].issuer`.
using Address = std::vector<Step>;

/// `a.b[c=d].e`; what is not made of A-Z, a-z, 0-9, '-' and '_' is quoted.
std::string to_string(const Address& address);

/// Reads what to_string() writes, and what people type. Throws Error{usage} when it is none.
Address parse_address(std::string_view text);

/// The address of a flat key.
Address address_of(const KeyPath& path);

/// The values that an address names.
struct Found {
  std::optional<Value> value;    ///< nothing where there is none, or a table
  bool is_table = false;         ///< a table or an array of tables stands there
  std::size_t elements = 0;      ///< of an array of tables that stands there
  std::vector<Location> chosen;  ///< the elements that the last choice fits; the last one counts
};

/// Looks an address up.
Found find(const Document& document, const Address& address);

/// All values below a table or element, by their flat names relative to it, in the order of the
/// file; those inside arrays of tables are left out.
std::vector<std::pair<std::string, Value>> values_below(const Document& document,
                                                        const Address& address);

/// A value as it stands in the file, quotes included.
std::string_view literal_of(const Document& document, const Value& value);

}  // namespace tokenshift::toml
