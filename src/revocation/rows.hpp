// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tables.hpp"

#include <functional>
#include <string>

namespace tokenshift::revocation {

using NewId = std::function<std::string()>;

// One row of a table of revocation: how it stands, and how it is brought to what is wanted. `=` is
// the database's own here, as it is in the server's statements and in the constraints.

/// The row of a token that is there; What::inserted where there is none.
Effect state_of(db::Connection& database, const TokenTable& table, const TokenEntry& entry);
void insert(db::Connection& database, const TokenTable& table, const TokenEntry& entry,
            const std::string& id);

/// What is there of a cut-off and what has to be done about it.
Effect state_of(db::Connection& database, const CutOffTable& table, const CutOff& cut_off);

/// Moves the cut-off forward; false when there is no row that is earlier.
bool move_forward(db::Connection& database, const CutOffTable& table, const CutOff& cut_off);
void insert(db::Connection& database, const CutOffTable& table, const CutOff& cut_off,
            const std::string& id);

}  // namespace tokenshift::revocation
