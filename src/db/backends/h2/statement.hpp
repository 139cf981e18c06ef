// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connection.hpp"

namespace tokenshift::db::h2 {

class H2Statement final : public Statement {
 public:
  /// Throws Error{environment} when the database does not understand the statement.
  H2Statement(H2Connection& connection, const std::string& sql);

  using Statement::bind;
  void bind(std::span<const Parameter> parameters) override;
  bool next() override;
  using Statement::run;
  std::int64_t run() override;

  bool is_null(int column) const override { return !value(column).has_value(); }
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;

 private:
  enum class Kind { query, change, other };

  void start();
  const std::optional<std::string>& value(int column) const;

  H2Connection& connection_;
  std::vector<std::string> pieces_;
  Kind kind_;
  std::string sql_;  // with the parameters in it
  bool bound_ = false;
  std::unique_ptr<Rows> rows_;
  bool at_end_ = false;
  std::size_t columns_ = 0;
  CsvReader::Row row_;
};

}  // namespace tokenshift::db::h2
