// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/issuer/user_store.hpp"

#include "command.hpp"
#include "session.hpp"

#include <memory>
#include <optional>
#include <string>

namespace tokenshift::cli {

/// How a user is named: by the id that the server compares, or by a name that a user store
/// resolves.
struct UserOptions {
  std::string id;
  std::string name;
  std::string db;
  std::string db_password_file;

  std::vector<Option> options();
  bool given() const { return !id.empty() || !name.empty(); }
};

/// The users of a deployment: those of --user-db, else of shared_db, else of the database itself
/// where it holds the table. Nothing is opened before it is needed.
class Users {
 public:
  /// `session` may be nullptr.
  Users(Program& program, const UserOptions& options, const Session* session);

  /// Whether there is a user store to ask. Throws what db::open() throws for --user-db.
  bool known();

  /// The user of a name, which may end with `@tenant`; `tenant` is meant where it does not.
  /// Throws Error{refused} when there is no such user, or no user store.
  issuer::User by_name(const std::string& name, const std::string& tenant);

  /// The user of an id; nothing when the store has none, or there is no store.
  std::optional<issuer::User> by_id(const std::string& id, const std::string& tenant);

  /// The user that the options name. An id is taken as it is where no store can be asked.
  /// Throws Error{usage} when both or neither are given or the id is no UUID, Error{refused} when
  /// there is no such user.
  issuer::User chosen(const std::string& tenant);

  /// The number of a tenant; nothing where it is not known.
  std::optional<std::int64_t> tenant_id(const std::string& domain);

 private:
  void open();
  db::Connection* try_shared();

  Program& program_;
  const UserOptions& options_;
  const Session* session_;
  apim::Catalog catalog_;
  std::unique_ptr<db::Connection> own_;
  db::Connection* store_ = nullptr;
  bool opened_ = false;
};

}  // namespace tokenshift::cli
