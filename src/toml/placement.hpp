// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model.hpp"

#include <cstddef>

namespace tokenshift::toml {

/// Where the header of a section stands with the comment lines that touch it from above.
std::size_t above_header(const Model& model, Index section);

/// Where the body of a section ends with the comment lines that touch it from below, unless they
/// touch the next header. Moves on to the end of a later section where a header in between would
/// part an element of an array of tables from its sub-tables.
std::size_t below_section(const Model& model, Index section);

/// The last section of a table's family, that is, of the table itself or of anything below it; 0
/// for none.
Index last_of_family(const Model& model, Index table);

/// Where a table that does not exist may go: after the family of its nearest ancestor that has
/// headers, so that it comes after every super-table; else at the end, but above `[secrets]` (which
/// WSO2's own tools rewrite, and people keep last).
std::size_t place_for_table(const Model& model, Index nearest);

}  // namespace tokenshift::toml
