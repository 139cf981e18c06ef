// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/backend.hpp"
#include "tokenshift/os/lock.hpp"

#include "csv.hpp"
#include "session.hpp"

#include <map>

namespace tokenshift::db::h2 {

/// The rows of a query, in a file without a name.
struct Rows {
  os::UnnamedFile file{false};
  CsvReader reader{file.descriptor()};
};

class H2Connection final : public Connection {
 public:
  H2Connection(const std::filesystem::path& base, std::unique_ptr<Session> session, Access access);
  ~H2Connection() override;

  const Dialect& dialect() const override { return *find_dialect("h2"); }
  const std::string& name() const override { return name_; }
  const std::string& url() const override { return url_; }

  std::unique_ptr<Statement> prepare(const std::string& sql) override;
  void execute(const std::string& sql) override;
  std::int64_t last_insert_id() override { return last_id_; }
  std::vector<std::string> columns(std::string_view table) override;
  void lock(const std::string& owner) override;

  // For statements:

  /// Runs a query. The header is read already; `columns` becomes their number.
  std::unique_ptr<Rows> query(const std::string& sql, std::size_t& columns);
  /// Runs INSERT, UPDATE, DELETE or MERGE and gives the number of rows.
  std::int64_t change(const std::string& sql);
  /// Runs anything else.
  void run(const std::string& sql);
  /// Throws when the database does not understand a statement.
  void check(const std::string& sql) { session_->ask("EXPLAIN " + sql); }

 private:
  void settle();  // commits what stands alone
  void commit();
  std::string identity_of(const std::string& table);

  std::filesystem::path base_;
  std::string name_;
  std::string url_;
  Access access_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<os::FileLock> lock_;
  std::map<std::string, std::string> identities_;
  std::int64_t last_id_ = 0;
  bool in_transaction_ = false;
};

/// A value as a literal of H2, in ASCII and on one line.
std::string literal(const Parameter& value);

}  // namespace tokenshift::db::h2
