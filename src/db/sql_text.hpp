// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::db {

// Both know what is quoted ('…', "…", `…`) and what is a comment (-- …, /* … */), and let it be.

/// The pieces of a statement between its `?` parameters: one more than there are parameters.
std::vector<std::string> pieces_between_parameters(std::string_view sql);

/// The statements of a script, without the semicolons that end them and without empty ones.
std::vector<std::string> statements_of(std::string_view sql);

/// The first word in upper case: "SELECT"; "" when there is none. Comments before it are skipped.
std::string first_word(std::string_view sql);

}  // namespace tokenshift::db
