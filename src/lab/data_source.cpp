// SPDX-License-Identifier: Apache-2.0
#include "data_source.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/db/url.hpp"
#include "tokenshift/toml/edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::lab {
namespace {

struct Kind {
  std::string_view scheme;
  std::string_view type;  // as deployment.toml has it
  std::string_view jdbc;  // what replaces the scheme
  bool is_file = false;
};

constexpr auto kinds = std::to_array<Kind>({
    {"sqlite", "sqlite", "jdbc:sqlite", true},
    {"h2", "h2", "jdbc:h2", true},
    {"postgresql", "postgre", "jdbc:postgresql"},
    {"postgres", "postgre", "jdbc:postgresql"},
    {"mysql", "mysql", "jdbc:mysql"},
    {"mariadb", "mysql", "jdbc:mysql"},
});

}  // namespace

DataSource data_source(const db::Address& address) {
  const std::string_view scheme = std::string_view(address.url).substr(0, address.url.find(':'));
  const auto* const kind = std::ranges::find(kinds, scheme, &Kind::scheme);
  if (kind == kinds.end()) {
    throw Error(ErrorKind::usage, "a practice deployment cannot name a database of this kind",
                "name a database of PostgreSQL, MySQL, MariaDB, H2 or SQLite");
  }
  DataSource source{.type = std::string(kind->type), .username = "", .password = address.password};
  if (kind->is_file) {
    source.url = std::string(kind->jdbc) + address.url.substr(scheme.size());
    return source;
  }
  // JDBC has the user apart.
  db::Url url = db::parse_url(address.url);
  source.username = url.user;
  url.user.clear();
  url.scheme = kind->jdbc;
  source.url = db::to_text(url);
  return source;
}

std::string to_toml(std::string_view name, const DataSource& source) {
  std::string table =
      fmt::format("[database.{}]\ntype = {}\nurl = {}\n", name, toml::string_literal(source.type),
                  toml::string_literal(source.url));
  if (!source.username.empty()) {
    table += fmt::format("username = {}\n", toml::string_literal(source.username));
  }
  if (source.password)
    table += fmt::format("password = {}\n", toml::string_literal(*source.password));
  return table + "\n";
}

}  // namespace tokenshift::lab
