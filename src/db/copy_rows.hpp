// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"

#include <functional>
#include <string>

namespace tokenshift::db {

/// Collects rows in the text format of PostgreSQL's COPY and hands them on, a mebibyte at a time.
class CopyRows final : public BulkInsert {
 public:
  using Send = std::function<void(const CopyRows& rows)>;
  CopyRows(std::string table, std::string columns, Send send)
      : table_(std::move(table)), columns_(std::move(columns)), send_(std::move(send)) {}

  using BulkInsert::add;
  void add(std::span<const Parameter> row) override;
  void finish() override;

  const std::string& table() const { return table_; }
  const std::string& columns() const { return columns_; }
  const std::string& text() const { return text_; }

 private:
  std::string table_;
  std::string columns_;
  Send send_;
  std::string text_;
};

}  // namespace tokenshift::db
