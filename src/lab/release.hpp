// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tokenshift::lab {

/// A release of API-M, and what differs between them outside the schema.
struct Release {
  std::string_view version;        ///< "4.6.0"
  int number;                      ///< 460
  std::string_view gateway_types;  ///< of [apim] in the shipped file; empty: it has no [apim]
  std::string_view persistence;    ///< of the feature's keys in default.json; empty: absent
};

/// Throws Error{usage} for a version that is not known.
const Release& release_of(std::string_view version);

}  // namespace tokenshift::lab
