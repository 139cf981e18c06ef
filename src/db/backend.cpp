// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/db/backend.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::db {

extern const Backend h2_file;
extern const Backend mysql;
extern const Backend postgresql;
extern const Backend sqlite;

std::span<const Backend* const> backends() {
  static constexpr std::array<const Backend*, 4> all{&sqlite, &postgresql, &mysql, &h2_file};
  return all;
}

std::unique_ptr<Connection> open(const Address& address, Access access, const Limits& limits) {
  const std::string_view scheme = std::string_view(address.url).substr(0, address.url.find(':'));
  for (const Backend* backend : backends()) {
    if (backend->scheme == scheme || (!scheme.empty() && backend->other_scheme == scheme)) {
      return backend->open(address, access, limits);
    }
  }
  throw Error(
      ErrorKind::usage,
      fmt::format("no driver for databases of the kind \"{}\"", printable(scheme)),
      "name it as sqlite:FILE, postgresql://user@host/database or mysql://user@host/database");
}

std::unique_ptr<Connection> open(const std::string& url, Access access) {
  return open(Address{.url = url}, access);
}

}  // namespace tokenshift::db
