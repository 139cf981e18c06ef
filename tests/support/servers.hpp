// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/temp_dir.hpp"

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::test {

/// A database server of Debian's packages in a folder of its own: fast, since nothing survives it,
/// unprivileged, ended with this process even when that is killed. Reached as its superuser without
/// a password through a unix socket, and by TCP on loopback as `tester` with the password
/// `test-password`.
class Server {
 public:
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  virtual ~Server() = default;

  /// Makes an empty database, and gives its name.
  std::string fresh_database();

  /// How db::open() takes a database of it: by the socket, as the superuser.
  virtual std::string url(const std::string& database) const = 0;
  /// By TCP, as the user `tester`, who owns every fresh database.
  virtual std::string tcp_url(const std::string& database) const = 0;
  /// The same as it stands in deployment.toml, without user and password.
  virtual std::string jdbc_url(const std::string& database) const = 0;

  /// Runs SQL as the superuser with the engine's own client; gives what it prints.
  virtual std::string sql(const std::string& database, const std::string& statements) const = 0;

  /// Stops it as its administrator would, whoever is connected.
  virtual void stop() = 0;
  /// Starts it anew on the same files, and waits until it answers.
  virtual void start() = 0;

  /// From the next start() on no file of it can grow beyond so many bytes (0: any).
  void limit_files(unsigned long largest) { largest_file_ = largest; }

  pid_t pid() const { return pid_; }
  int port() const { return port_; }
  /// The certificate of the server, which signs itself, for 127.0.0.1.
  std::filesystem::path certificate() const { return folder_ / "tls.pem"; }
  const std::filesystem::path& folder() const { return folder_.path(); }

 protected:
  explicit Server(unsigned long largest_file) : largest_file_(largest_file) {}
  virtual void create(const std::string& database) = 0;
  void end(int signal);

  TempDir folder_;
  pid_t pid_ = 0;
  int port_ = 0;
  unsigned long largest_file_;

 private:
  int databases_ = 0;
};

/// The servers of this process: started when first asked for, stopped at exit.
Server& postgresql();
Server& mariadb();

/// PgBouncer in transaction mode in front of the PostgreSQL server.
class Pooler {
 public:
  Pooler();
  Pooler(const Pooler&) = delete;
  Pooler& operator=(const Pooler&) = delete;
  ~Pooler();

  /// The URL of a database of the server, through the pooler, as its superuser.
  std::string url(const std::string& database) const;

 private:
  TempDir folder_;
  int port_;
  pid_t pid_ = 0;
};

/// A server of the test's own, to be stopped, or starved: no file of it can grow beyond so many
/// bytes (0: any). `engine` is "postgresql" or "mariadb".
std::unique_ptr<Server> new_server(std::string_view engine, unsigned long largest_file = 0);

/// One of the kinds of database that the tests of engines run on.
struct Engine {
  std::string_view name;                   ///< "sqlite", "postgresql", "mariadb", "h2"
  bool server = false;                     ///< else a file, which is made and never filled later
  std::function<std::string()> fresh_url;  ///< of a new, empty database
};

/// The engines to test: all, or those that TOKENSHIFT_TEST_ENGINES names, separated by blanks. Test
/// cases that run on each stand in a TEST_SUITE("engines"), which ctest runs once an engine, so
/// that a server is started once and not for every case.
std::vector<Engine> engines();

/// Runs the case with each engine.
void on_each_engine(const std::function<void(const Engine&)>& run);

}  // namespace tokenshift::test
