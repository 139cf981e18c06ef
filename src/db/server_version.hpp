// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tokenshift::db {

/// What a MySQL or MariaDB server says it is.
struct ServerVersion {
  bool mariadb = false;
  int major = 0;
  int minor = 0;
};

/// From `SELECT VERSION()`: "10.11.6-MariaDB-log", "5.5.5-10.4.1-MariaDB" or "8.0.36".
ServerVersion read_mysql_version(std::string text);

/// Throws Error{environment} when it is older than MySQL 5.7 or MariaDB 10.3.
void require_mysql_version(const ServerVersion& version, std::string_view url);

/// The same for PostgreSQL 12; `number` is its `server_version_num`: 150005 for 15.5.
void require_postgresql_version(std::int64_t number, std::string_view url);

}  // namespace tokenshift::db
