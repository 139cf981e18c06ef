// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/backend.hpp"
#include "tokenshift/os/child.hpp"

#include "file.hpp"

#include <memory>
#include <string>

namespace tokenshift::db::h2 {

/// How to start a session.
struct Start {
  Engine engine;
  std::string url;   ///< ours, for messages
  std::string jdbc;  ///< H2's
  std::string user;
  std::string password;
  Limits limits;
};

/// A session with an H2 database: its own tool RunScript in a child process, which reads statements
/// from a pipe and prints what they give. It never commits by itself, so that a statement that was
/// cut off, when we die within it, is rolled back with all that was not committed.
class Session {
 public:
  /// Starts the child and waits until the database is open. Throws Error, and Unclean when the
  /// database is to be read but was not closed properly.
  explicit Session(Start start);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  /// Closes the database, unless the child has ended.
  ~Session();

  struct Unclean {};

  /// Runs one statement and gives the rows that were printed: each value after a blank, each row
  /// after "-->". Fit for numbers. Throws Error{environment} when the database says no.
  std::string ask(const std::string& statement);

  /// What a reader has changed does not matter: it need not be closed properly.
  void abandon() { abandoned_ = true; }

 private:
  std::string answer_to(const std::string& statement, std::chrono::milliseconds timeout);
  [[noreturn]] void ended(const std::string& output);
  void close(std::chrono::milliseconds patience);

  Start start_;
  std::string token_;
  std::string unread_;
  std::int64_t asked_ = 0;
  bool abandoned_ = false;
  std::unique_ptr<os::Child> child_;
};

}  // namespace tokenshift::db::h2
