// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/backend.hpp"
#include "tokenshift/lab/lab.hpp"

#include "support/temp_dir.hpp"

#include <memory>
#include <string>

namespace tokenshift::test {

/// A practice deployment of few clients, with its database open.
class Practice {
 public:
  explicit Practice(lab::Request request = {.clients = lab::fewest_clients})
      : created(lab::create(in(request, folder_ / "home"))),
        database(db::open("sqlite:" + created.database.string(), db::Access::read)) {}

  /// The only number that a query gives; -1 when it gives no row.
  std::int64_t number(const std::string& sql) const {
    const auto rows = database->prepare(sql);
    return rows->next() ? rows->integer(0) : -1;
  }

  /// The first column of all rows, each followed by ";"; NULL as "NULL".
  std::string texts(const std::string& sql) const {
    std::string all;
    const auto rows = database->prepare(sql);
    while (rows->next()) all += rows->optional_text(0).value_or("NULL") + ";";
    return all;
  }

 private:
  static lab::Request in(lab::Request request, const std::filesystem::path& directory) {
    request.directory = directory;
    return request;
  }

  TempDir folder_;

 public:
  lab::Created created;
  std::unique_ptr<db::Connection> database;
};

}  // namespace tokenshift::test
