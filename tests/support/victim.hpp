// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/backend.hpp"

#include "support/servers.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tokenshift::test {

/// A practice deployment on an engine, and what it holds before and after an apply and an undo that
/// nobody interrupts, for things that go wrong to be compared with.
class Victim {
 public:
  using Rows = std::vector<std::string>;

  /// Made, applied and undone once.
  explicit Victim(db::Address address, std::int64_t clients = 1500);

  /// The command lines, with small chunks; `more` goes behind. The last run is undone.
  std::vector<std::string> apply(const std::vector<std::string>& more = {}) const;
  std::vector<std::string> undo(const std::vector<std::string>& more = {}) const;
  /// Any other command on the same database.
  std::vector<std::string> on_it(std::vector<std::string> words) const;

  /// Runs a command to its end and gives its exit status. A server that has not noticed yet that a
  /// killed run is gone still holds its lock: then the command is given again for ten seconds.
  int finish(const std::vector<std::string>& words) const;

  /// What is in the tables of API-M now.
  Rows rows() const;
  std::int64_t number(const std::string& query) const;
  void sql(const std::string& statement) const;

  /// The same database by another way, "…@127.0.0.1:PORT/…".
  void reach_by(const std::string& url) { reached_by_ = url; }

  const Rows& before() const { return before_; }
  const Rows& after() const { return after_; }
  /// Rows of the journal that one apply writes.
  std::int64_t journaled() const { return journaled_; }
  std::chrono::microseconds took() const { return took_; }
  /// What the commands have said so far.
  std::filesystem::path log() const { return folder_ / "log"; }

 private:
  TempDir folder_;
  db::Address address_;
  std::string reached_by_;
  Rows before_;
  Rows after_;
  std::int64_t journaled_ = 0;
  std::chrono::microseconds took_{};
};

}  // namespace tokenshift::test
