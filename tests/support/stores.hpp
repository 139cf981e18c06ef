// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"

#include <functional>
#include <memory>
#include <string>

namespace tokenshift::test {

/// A database with the tables of API-M, empty, that a test may open as often as it likes.
struct Store {
  std::string engine;  ///< "sqlite", …
  std::function<std::unique_ptr<db::Connection>()> open;

  void sql(const std::string& statements) const;
  std::int64_t number(const std::string& query) const;
};

/// Runs the case on each kind of database there is.
void on_each_store(const std::function<void(const Store&)>& run,
                   const std::string& apim_version = "4.6.0");

/// UUIDs that count up: "id-1", "id-2", …
std::function<std::string()> counting_ids();

}  // namespace tokenshift::test
