// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/backend.hpp"
#include "tokenshift/db/url.hpp"

#include "module_abi.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::db {

/// A failure of a module in words: what a back end knows of its engine's codes.
struct Explained {
  ErrorKind kind = ErrorKind::environment;
  std::string message;
  std::string hint;
  bool conflict = false;  ///< the transaction may succeed anew
};

/// Where to connect, as a module takes it. The texts have to outlive it.
struct Target {
  Url url;  ///< without a password
  std::optional<std::string> password;
  std::string host;  ///< of the URL, or the folder of a unix socket
  std::string socket;
  std::vector<std::pair<std::string, std::string>> settings;  ///< of the client library
  std::uint32_t connect_seconds = 10;
};

/// A session with a server, whatever its kind: the part that adapts a module's functions.
class ServerConnection : public Connection {
 public:
  ServerConnection(const ts_module& module, const Target& target);
  ~ServerConnection() override;

  const std::string& name() const override { return name_; }
  const std::string& url() const override { return url_; }

  std::unique_ptr<Statement> prepare(const std::string& sql) override;
  std::unique_ptr<Statement> stream(const std::string& sql) override;
  void execute(const std::string& sql) override;

  /// Throws what the failure means. `sql` is the statement, empty while connecting.
  [[noreturn]] void fail(const ts_failure& failure, std::string_view sql) const;

 protected:
  /// Connects; the constructor of a back end calls it, when explain() is there.
  void connect();
  /// The same; gives false instead of throwing.
  bool try_connect(ts_failure& failure);

  virtual Explained explain(const ts_failure& failure, std::string_view sql) const = 0;
  /// The statement with the engine's placeholders instead of `?`.
  virtual std::string placeholders(const std::string& sql) const { return sql; }

  /// Ends what is open and gives a lock back. Servers notice the end of a session a moment later;
  /// the next command may come sooner.
  void give_back(const std::string& unlock) noexcept;

  std::int64_t number(const std::string& sql);
  std::string text(const std::string& sql);

  const ts_module& module() const { return module_; }
  ts_connection* handle() const { return handle_; }
  const Target& target() const { return target_; }
  Target& target() { return target_; }

 private:
  std::unique_ptr<Statement> make(const std::string& sql, bool portions);

  const ts_module& module_;
  Target target_;
  std::string name_;
  std::string url_;
  ts_connection* handle_ = nullptr;
};

/// The number of `?` placeholders of a statement, outside of quotes.
std::size_t count_placeholders(std::string_view sql);

/// The statement with `$1`, `$2` … instead of `?`.
std::string numbered_placeholders(std::string_view sql);

/// The first word of a statement, upper case: "UPDATE".
std::string verb_of(std::string_view sql);

}  // namespace tokenshift::db
