// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::test {

/// What is in the tables of API-M, whatever the engine: a line of text for each row, in the order
/// of the bytes. Numbers that the database made are left out, and where a row points at another by
/// such a number, that row's own key stands instead; so two databases of different engines, or one
/// before and after, can be compared row for row. Times are milliseconds since 1970.
/// `wanted` chooses tables; none: all.
std::vector<std::string> logical_rows(
    db::Connection& database, std::string_view apim_version = "4.6.0",
    const std::function<bool(std::string_view table)>& wanted = {});

/// The lines that only one of the two has, each with "-" or "+" before it; empty when they are
/// equal. At most twenty.
std::string difference(const std::vector<std::string>& left, const std::vector<std::string>& right);

}  // namespace tokenshift::test
