// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tokenshift::db {

/// What a command wants to do. The database itself holds a reader to it: a dry run cannot write.
enum class Access {
  read,   ///< cannot write, whatever is asked
  write,  ///< reads and writes; the database must exist
  /// To be filled in bulk. Of a file none may exist, and a crash loses it. On a server the database
  /// (and the schema that `currentSchema` names) must exist: making it is the administrator's, as
  /// are its owner, its character set and its place. Whether it is empty the caller finds out with
  /// columns(), which see.
  create,
};

/// How a database is reached. `url` names it and holds no password:
///   sqlite:FILE
///   postgresql://user@host:port/database?sslmode=verify-full&currentSchema=apim
///   mysql://user@host:port/database?ssl-mode=VERIFY_CA     (mariadb://… is the same)
/// A unix socket: postgresql://user@/database?host=/var/run/postgresql,
/// mysql://user@/database?socket=/run/mysqld/mysqld.sock.
struct Address {
  std::string url;
  std::optional<std::string> password = {};  ///< nothing: PGPASSFILE, ~/.pgpass, ~/.my.cnf, or none
  std::filesystem::path home = {};  ///< the API-M home, where a driver may be found; may be empty
};

/// How long a server may take; afterwards Error{environment} names what it was.
struct Limits {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds lock{5'000};             ///< a row or table that somebody else holds
  std::chrono::milliseconds statement{10 * 60'000};  ///< one statement: reading everything, too
};

/// How to reach one kind of database. To add one:
///  1. write src/db/backends/<name>.cpp, which defines one Backend;
///  2. name it in src/db/backend.cpp and src/CMakeLists.txt;
///  3. add its URL to tests/db/conformance_test.cpp, which runs the same cases on each.
struct Backend {
  std::string_view scheme;        ///< of the URL, without ":"
  std::string_view other_scheme;  ///< another spelling of it; may be empty
  std::unique_ptr<Connection> (*open)(const Address& address, Access access, const Limits& limits);
};

std::span<const Backend* const> backends();

/// Opens a database.
/// Throws Error{usage} for an unknown scheme, Error{environment} when it cannot be opened,
/// Error{input} when the file is no database or the URL none.
std::unique_ptr<Connection> open(const Address& address, Access access, const Limits& limits = {});

/// The same for a URL alone.
std::unique_ptr<Connection> open(const std::string& url, Access access);

}  // namespace tokenshift::db
