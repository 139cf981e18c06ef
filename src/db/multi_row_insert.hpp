// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"

#include <functional>
#include <string>

namespace tokenshift::db {

/// Collects rows into one INSERT of many, in the literals of MySQL, and runs it when it is large
/// enough or about to be larger than the server takes.
class MultiRowInsert final : public BulkInsert {
 public:
  using Run = std::function<void(const std::string& sql)>;
  /// `start` is the statement up to VALUES; `largest` its greatest size in bytes.
  MultiRowInsert(std::string start, std::size_t largest, Run run)
      : start_(std::move(start)), largest_(largest), run_(std::move(run)) {}

  using BulkInsert::add;
  void add(std::span<const Parameter> row) override;
  void finish() override;

 private:
  std::string start_;
  std::size_t largest_;
  Run run_;
  std::string sql_;
};

}  // namespace tokenshift::db
