// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace tokenshift::config {

/// How a name that this program knows something about is spelled: keys of the feature, their
/// tables, arrays of tables. Nothing when the name is not known; letter case is no matter here.
std::optional<std::string_view> known_spelling(std::string_view flat);

/// Whether the server reads a list of tables under this name: it wants `[[name]]`.
bool is_array_of_tables(std::string_view flat);

/// Whether the server reads the key as Java reads a boolean.
bool is_switch(std::string_view flat);

/// Whether files of the vendor have tables whose names begin with this word.
bool is_root_table(std::string_view part);

}  // namespace tokenshift::config
