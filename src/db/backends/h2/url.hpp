// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace tokenshift::db::h2 {

/// What a URL of an H2 database says: `h2:FILE;NAME=VALUE;…`, as JDBC has it after "jdbc:".
struct Url {
  std::filesystem::path base;  ///< absolute, without ".mv.db": "/srv/wso2am/…/WSO2AM_DB"
  std::string user;            ///< `USER`; empty when it is not there
  std::string options;         ///< those that say how to read the database: ";MODE=Oracle"
  std::filesystem::path jar;   ///< `JAR`, an option of ours: the H2 to use; may be empty
};

/// Reads a URL. Options that say how a server runs (`AUTO_SERVER`, `DB_CLOSE_ON_EXIT`, `INIT` …)
/// are left out. Throws Error{usage} when it names no file of this host, or holds a password.
Url parse_url(const std::string& text);

}  // namespace tokenshift::db::h2
