// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server.hpp"

#include <string>
#include <string_view>

namespace tokenshift::db {

// `sql` is the statement, empty while connecting; `user` as the URL names it, may be empty.

/// What a failure of PostgreSQL means (PostgreSQL documentation, appendix A, "Error Codes").
Explained explain_postgresql(const ts_failure& failure, std::string_view sql,
                             std::string_view user);

/// What a failure of MySQL or MariaDB means (MySQL Reference Manual, "Server Error Message
/// Reference"; MariaDB has the same numbers below 1900).
Explained explain_mysql(const ts_failure& failure, std::string_view sql, std::string_view user);

}  // namespace tokenshift::db
