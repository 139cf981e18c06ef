// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/db/connection.hpp"

#include "tokenshift/base/error.hpp"

#include <fmt/format.h>

namespace tokenshift::db {
namespace {

// What a database in the same process needs no more than.
class RowByRow final : public BulkInsert {
 public:
  RowByRow(Connection& connection, const std::string& table,
           std::span<const std::string_view> columns)
      : insert_(connection.prepare(
            fmt::format("INSERT INTO {} ({}) VALUES ({})", table, fmt::join(columns, ", "),
                        fmt::join(std::vector<std::string_view>(columns.size(), "?"), ", ")))) {}

  using BulkInsert::add;
  void add(std::span<const Parameter> row) override { insert_->run(row); }
  void finish() override {}

 private:
  std::unique_ptr<Statement> insert_;
};

}  // namespace

Parameter nullable(const std::optional<std::string>& text) {
  if (!text) return std::monostate{};
  return std::string_view{*text};
}

std::optional<std::string> Statement::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return std::string(text(column));
}

void Statement::bind(std::initializer_list<Parameter> parameters) {
  bind(std::span(parameters.begin(), parameters.size()));
}

std::int64_t Statement::run(std::initializer_list<Parameter> parameters) {
  bind(parameters);
  return run();
}

std::int64_t Statement::run(std::span<const Parameter> parameters) {
  bind(parameters);
  return run();
}

void BulkInsert::add(std::initializer_list<Parameter> row) {
  add(std::span(row.begin(), row.size()));
}

std::unique_ptr<Statement> Connection::stream(const std::string& sql) { return prepare(sql); }

std::vector<std::string> Connection::other_sessions() { return {}; }

void Connection::limit_statements(std::chrono::milliseconds /*most*/) {}

std::unique_ptr<Connection> Connection::another() { return nullptr; }

std::unique_ptr<BulkInsert> Connection::bulk_insert(const std::string& table,
                                                    std::span<const std::string_view> columns) {
  return std::make_unique<RowByRow>(*this, table, columns);
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(&connection) {
  const Dialect& dialect = connection.dialect();
  connection.execute(std::string(kind == Kind::write ? dialect.begin_write : dialect.begin_read));
}

Transaction::~Transaction() {
  if (connection_ == nullptr) return;
  try {
    connection_->execute("ROLLBACK");
  } catch (const Error&) {  // the connection is gone, and with it the transaction
  }
}

void Transaction::commit() {
  connection_->execute("COMMIT");
  connection_ = nullptr;
}

}  // namespace tokenshift::db
