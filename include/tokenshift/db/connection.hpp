// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/error.hpp"
#include "tokenshift/db/dialect.hpp"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tokenshift::db {

/// The database gave up a transaction for the sake of another one (a deadlock, a serialization
/// failure), or waited for a lock longer than Limits::lock: nothing of it is left, and anew it may
/// succeed. An Error like any other to whoever does not try again.
struct Conflict final : Error {
  using Error::Error;
};

/// The value of a binary column (BLOB, BYTEA): viewed only while it is bound.
struct Bytes {
  std::string_view value;
};

/// A parameter: NULL, a number, a text (viewed only while it is bound) or bytes. Timestamps go as
/// text ("2026-04-23 10:18:00.123", UTC), booleans as 0 and 1; the database converts to the type of
/// the column.
using Parameter = std::variant<std::monostate, std::int64_t, std::string_view, Bytes>;

/// NULL or the text.
Parameter nullable(const std::optional<std::string>& text);

/// A prepared statement with `?` parameters. Parameters count from 1, columns from 0.
/// Every member throws Error{environment} when the database says no, Error{input} when it is
/// damaged, Error{internal} when a value is asked for that is not there.
class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  virtual ~Statement() = default;

  /// Starts anew with these parameters, all of them: Error{internal} when there are more or fewer.
  virtual void bind(std::span<const Parameter> parameters) = 0;
  void bind(std::initializer_list<Parameter> parameters);

  /// Goes to the next row; false when there is none.
  virtual bool next() = 0;

  /// Runs to the end and gives the number of rows that were inserted, deleted or matched by an
  /// UPDATE, whether or not it gave them another value. 0 for a SELECT.
  virtual std::int64_t run() = 0;

  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;   ///< NULL gives 0
  virtual std::string_view text(int column) const = 0;  ///< valid until next(); NULL gives ""

  /// NULL or the text.
  std::optional<std::string> optional_text(int column) const;

  /// bind() and run().
  std::int64_t run(std::initializer_list<Parameter> parameters);
  std::int64_t run(std::span<const Parameter> parameters);
};

/// Rows for one table, many at once. They may be kept back until there are enough to send, so that
/// rows for several tables arrive in another order than they were added: declare foreign keys after
/// the rows. Nothing is kept back after finish(); without it what was kept back is lost.
class BulkInsert {
 public:
  BulkInsert() = default;
  BulkInsert(const BulkInsert&) = delete;
  BulkInsert& operator=(const BulkInsert&) = delete;
  virtual ~BulkInsert() = default;

  /// One value a column.
  virtual void add(std::span<const Parameter> row) = 0;
  void add(std::initializer_list<Parameter> row);

  /// Sends what is left.
  virtual void finish() = 0;
};

/// An open database.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual const Dialect& dialect() const = 0;

  /// The name an operator knows it by and types to confirm: "WSO2AM_DB".
  virtual const std::string& name() const = 0;

  /// Where it is, without any password: "sqlite:/srv/wso2am/repository/database/WSO2AM_DB.db".
  virtual const std::string& url() const = 0;

  /// A statement whose result, if it has one, is small: a server sends it at once.
  virtual std::unique_ptr<Statement> prepare(const std::string& sql) = 0;

  /// A SELECT whose result may have any number of rows: they come in portions, so that memory stays
  /// flat. Other statements may run between them. Wants a transaction that outlives it.
  virtual std::unique_ptr<Statement> stream(const std::string& sql);

  /// Runs statements without parameters and results.
  virtual void execute(const std::string& sql) = 0;

  /// Fast insertion into the columns of a table; at best inside a transaction.
  virtual std::unique_ptr<BulkInsert> bulk_insert(const std::string& table,
                                                  std::span<const std::string_view> columns);

  /// The key that the database itself gave to the row inserted last on this connection: a row-id, a
  /// value of a sequence or of AUTO_INCREMENT. Of an INSERT of several rows it may be any.
  virtual std::int64_t last_insert_id() = 0;

  /// The columns of a table in order, upper case; empty when there is no such table, or when it is
  /// a view. The name is given in upper case.
  virtual std::vector<std::string> columns(std::string_view table) = 0;

  /// Ends statements that take longer, with Error{environment}; zero is no limit. Where a database
  /// knows no such limit, nothing happens. (MySQL, unlike MariaDB, has one for SELECT alone.)
  virtual void limit_statements(std::chrono::milliseconds most);

  /// Who else has a session on this database, a description each ("wso2 from 10.0.0.5, PostgreSQL
  /// JDBC Driver"); none where that cannot be known: of a file, or of other users' sessions where
  /// this user may not see them. Runs of tokenshift do not count.
  virtual std::vector<std::string> other_sessions();

  /// A further session on the same database, to write at the same time: with the same rights and
  /// limits, without the lock. Null where a database has but one writer.
  virtual std::unique_ptr<Connection> another();

  /// Takes the lock that keeps two runs of tokenshift apart, until the connection closes or the
  /// process dies. Throws Error{locked}, naming the holder.
  virtual void lock(const std::string& owner) = 0;
};

/// Rolls back unless commit() was called.
class Transaction {
 public:
  enum class Kind { read, write };
  Transaction(Connection& connection, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  Connection* connection_;
};

}  // namespace tokenshift::db
