// SPDX-License-Identifier: Apache-2.0
#include "server_version.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

namespace tokenshift::db {
namespace {

constexpr std::pair oldest_mariadb{10, 3};
constexpr std::pair oldest_mysql{5, 7};
constexpr std::int64_t oldest_postgresql = 120'000;

}  // namespace

ServerVersion read_mysql_version(std::string text) {
  ServerVersion version{.mariadb = text.find("MariaDB") != std::string::npos};
  if (version.mariadb && text.starts_with("5.5.5-")) text.erase(0, 6);
  const auto parts = split(text, '.');
  version.major = std::atoi(parts[0].c_str());
  if (parts.size() > 1) version.minor = std::atoi(parts[1].c_str());
  return version;
}

void require_mysql_version(const ServerVersion& version, std::string_view url) {
  const std::pair found{version.major, version.minor};
  if (found >= (version.mariadb ? oldest_mariadb : oldest_mysql)) return;
  throw Error(ErrorKind::environment,
              fmt::format("{}: {} {}.{} is too old", printable(url),
                          version.mariadb ? "MariaDB" : "MySQL", version.major, version.minor),
              "MySQL 5.7 and MariaDB 10.3 are the oldest that are expected to work; upgrade the "
              "server first");
}

void require_postgresql_version(std::int64_t number, std::string_view url) {
  if (number >= oldest_postgresql) return;
  throw Error(ErrorKind::environment,
              fmt::format("{}: PostgreSQL {} is too old", printable(url), number / 10'000),
              "PostgreSQL 12 is the oldest that is known to work; upgrade the server first");
}

}  // namespace tokenshift::db
