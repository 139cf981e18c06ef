// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tokenshift::db::h2 {

/// Whether this is the message of an exception, as H2's tools print it.
bool is_failure(std::string_view output);

/// Throws what an exception of H2 means. `output` is what was printed: class, message, error code
/// in brackets ("[42102-214]"), stack. Statements in it are left out.
[[noreturn]] void fail(const std::string& url, std::string_view output);

/// Whether it says that the database was not closed properly and cannot be read therefore.
bool wants_recovery(std::string_view output);

}  // namespace tokenshift::db::h2
