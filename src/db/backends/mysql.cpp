// SPDX-License-Identifier: Apache-2.0
// MySQL 5.7 and MariaDB 10.3, and later. The module speaks through MariaDB Connector/C; here is
// what is known of the servers.
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "../module.hpp"
#include "../multi_row_insert.hpp"
#include "../server.hpp"
#include "../server_faults.hpp"
#include "../server_version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::db {
namespace {

constexpr std::string_view lock_name = "CONCAT('tokenshift:', MD5(DATABASE()))";

// Settings of a URL and what the module calls them.
constexpr std::array<std::string_view, 5> tls_files{"ssl-ca", "ssl-capath", "ssl-cert", "ssl-key",
                                                    "ssl-cipher"};

// `ssl-mode` of the clients of MySQL. Connector/C has two switches for the five modes; without
// encryption there is no name to check, and PREFERRED is what it does by itself.
struct SslMode {
  std::string_view name;
  bool enforce;
  bool verify;
};
constexpr std::array ssl_modes{SslMode{"DISABLED", false, false},
                               SslMode{"PREFERRED", false, false}, SslMode{"REQUIRED", true, false},
                               SslMode{"VERIFY_CA", true, true},
                               SslMode{"VERIFY_IDENTITY", true, true}};

void set_ssl_mode(Target& target, const std::string& value) {
  const auto mode = std::ranges::find(ssl_modes, value, &SslMode::name);
  if (mode == ssl_modes.end()) {
    throw Error(ErrorKind::usage, fmt::format("ssl-mode={} is not known", printable(value)),
                "it is one of DISABLED PREFERRED REQUIRED VERIFY_CA VERIFY_IDENTITY");
  }
  target.settings.emplace_back("ssl-verify", mode->verify ? "1" : "0");
  target.settings.emplace_back("ssl-enforce", mode->enforce ? "1" : "0");  // last: see PREFERRED
}

Target target_of(const Address& address, const Limits& limits) {
  Target target{.url = parse_url(address.url), .password = address.password};
  if (!target.password) target.password = target.url.password;
  target.url.password.reset();
  target.host = target.url.host;
  if (target.url.database.empty()) {
    throw Error(ErrorKind::usage, "the URL names no database",
                "write it as mysql://user@host:3306/database");
  }
  if (target.url.host.find(',') != std::string::npos) {
    throw Error(ErrorKind::usage, "the URL names several hosts", "name the one that takes changes");
  }
  target.connect_seconds = static_cast<std::uint32_t>(std::max<std::int64_t>(
      1, std::chrono::duration_cast<std::chrono::seconds>(limits.connect).count()));
  // Without a password the client's own files may have one.
  if (!target.password) target.settings.emplace_back("default-group", "client");
  std::string mode = "PREFERRED";
  for (const auto& [name, value] : target.url.parameters) {
    if (name == "socket") {
      target.socket = value;
      target.host.clear();
    } else if (name == "ssl-mode") {
      mode = value;
    } else if (std::ranges::find(tls_files, name) != tls_files.end()) {
      target.settings.emplace_back(name, value);
    } else {
      throw Error(ErrorKind::usage,
                  fmt::format("the URL has a parameter \"{}\" that is not known", printable(name)),
                  fmt::format("known are socket, ssl-mode, {}", fmt::join(tls_files, ", ")));
    }
  }
  set_ssl_mode(target, mode);
  return target;
}

class MysqlConnection final : public ServerConnection {
 public:
  MysqlConnection(const Address& address, Access access, const Limits& limits)
      : ServerConnection(load_module("mysql"), target_of(address, limits)),
        address_(address),
        access_(access),
        limits_(limits) {
    connect_as_preferred();
    version_ = read_mysql_version(text("SELECT VERSION()"));
    require_mysql_version(version_, url());
    configure(limits);
    exact_names_ = number("SELECT @@lower_case_table_names") == 0;
    packet_ = static_cast<std::size_t>(number("SELECT @@max_allowed_packet"));
  }

  ~MysqlConnection() override {
    if (locked_) give_back(fmt::format("DO RELEASE_LOCK({})", lock_name));
  }

  const Dialect& dialect() const override { return *find_dialect("mysql"); }

  std::unique_ptr<BulkInsert> bulk_insert(const std::string& table,
                                          std::span<const std::string_view> columns) override {
    return std::make_unique<MultiRowInsert>(
        fmt::format("INSERT INTO {} ({}) VALUES ", table, fmt::join(columns, ", ")), packet_,
        [this](const std::string& sql) { execute(sql); });
  }

  std::int64_t last_insert_id() override { return number("SELECT LAST_INSERT_ID()"); }

  std::vector<std::string> columns(std::string_view table) override {
    const auto rows = prepare(
        // Without a join: then the server opens this one table, not all.
        "SELECT C.TABLE_NAME, UPPER(C.COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS C"
        " WHERE C.TABLE_SCHEMA = DATABASE() AND C.TABLE_NAME = ? AND EXISTS"
        " (SELECT 1 FROM INFORMATION_SCHEMA.TABLES T WHERE T.TABLE_SCHEMA = DATABASE()"
        " AND T.TABLE_NAME = ? AND T.TABLE_TYPE = 'BASE TABLE') ORDER BY C.ORDINAL_POSITION");
    rows->bind({table, table});
    std::vector<std::string> names;
    while (rows->next()) {
      // The catalog is looked up without regard to case; statements are not.
      if (!exact_names_ || rows->text(0) == table) names.emplace_back(rows->text(1));
    }
    return names;
  }

  std::vector<std::string> other_sessions() override {
    // A run of tokenshift that holds the lock has written down its number.
    const std::string own = columns("TOKENSHIFT_LOCK").empty()
                                ? ""
                                : " AND ID NOT IN (SELECT SESSION_ID FROM TOKENSHIFT_LOCK)";
    const auto rows = prepare(
        "SELECT USER, HOST FROM INFORMATION_SCHEMA.PROCESSLIST"
        " WHERE DB = DATABASE() AND ID <> CONNECTION_ID()" +
        own + " ORDER BY ID");
    std::vector<std::string> sessions;
    while (rows->next()) {
      sessions.push_back(fmt::format("{} from {}", rows->text(0), rows->text(1)));
    }
    return sessions;
  }

  void limit_statements(std::chrono::milliseconds most) override {
    execute(version_.mariadb ? fmt::format("SET SESSION max_statement_time = {}",
                                           std::chrono::duration<double>(most).count())
                             : fmt::format("SET SESSION max_execution_time = {}", most.count()));
  }

  // Where INSERT locks what it reads, two would be in each other's way.
  std::unique_ptr<Connection> another() override {
    if (logs_statements_) return nullptr;
    auto session = std::make_unique<MysqlConnection>(address_, access_, limits_);
    session->note_session(owner_);
    return session;
  }

  void lock(const std::string& owner) override {
    if (locked_) return;
    if (number(fmt::format("SELECT GET_LOCK({}, 0)", lock_name)) != 1) {
      throw Error(ErrorKind::locked,
                  fmt::format("{}: another run of tokenshift holds it: {}", printable(url()),
                              printable(holder())),
                  "wait until that run has ended, then run the same command again");
    }
    if (number(fmt::format("SELECT IS_USED_LOCK({}) = CONNECTION_ID()", lock_name)) != 1) {
      throw Error(ErrorKind::refused,
                  fmt::format("{}: a proxy in between hands each statement to another session",
                              printable(url())),
                  "name the server itself, not the proxy");
    }
    locked_ = true;
    note_owner(owner);
  }

 protected:
  Explained explain(const ts_failure& failure, std::string_view sql) const override {
    return explain_mysql(failure, sql, target().url.user);
  }

 private:
  // Connector/C has no such mode: with encryption, and without where the server has none.
  void connect_as_preferred() {
    constexpr int no_encryption = 2026;
    const bool preferred = target().url.parameter("ssl-mode").value_or("PREFERRED") == "PREFERRED";
    if (!preferred || target().host.empty()) return connect();
    target().settings.back().second = "1";
    ts_failure failure{};
    if (try_connect(failure)) return;
    if (failure.code != no_encryption) fail(failure, "");
    target().settings.back().second = "0";
    connect();
  }

  // The time zone stays what the server gives: API-M writes UTC under that zone, and reads it so.
  void configure(const Limits& limits) {
    const auto seconds = std::max<std::int64_t>(
        1, std::chrono::duration_cast<std::chrono::seconds>(limits.lock).count());
    execute(
        fmt::format("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
                    " time_zone = '+00:00', innodb_lock_wait_timeout = {0},"
                    " lock_wait_timeout = {0}, foreign_key_checks = 1",
                    seconds));
    limit_statements(limits.statement);
    // Under REPEATABLE READ a conversion would give its neighbours deadlocks (reference stack.md
    // §C5). A binary log of statements does not bear anything less.
    logs_statements_ = number("SELECT @@log_bin = 1 AND @@binlog_format = 'STATEMENT'") != 0;
    if (!logs_statements_) execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    if (access_ == Access::read) execute("SET SESSION TRANSACTION READ ONLY");
  }

  // The lock itself tells the number of the session that holds it, no more. Who that is, is written
  // down beside it, where this user may make a table; the loser reads it.
  void note_owner(const std::string& owner) {
    try {
      execute(
          "CREATE TABLE IF NOT EXISTS TOKENSHIFT_LOCK"
          " (SESSION_ID BIGINT NOT NULL, OWNER VARCHAR(255) NOT NULL) ENGINE = InnoDB");
      execute("DELETE FROM TOKENSHIFT_LOCK");
    } catch (const Error&) {  // the lock holds without it
    }
    owner_ = owner;
    note_session(owner);
  }

  void note_session(const std::string& owner) {
    try {
      prepare("INSERT INTO TOKENSHIFT_LOCK (SESSION_ID, OWNER) VALUES (CONNECTION_ID(), ?)")
          ->run({std::string_view(owner).substr(0, 255)});
    } catch (const Error&) {  // the lock holds without it
    }
  }

  std::string holder() {
    const std::int64_t session = number(fmt::format("SELECT IS_USED_LOCK({})", lock_name));
    if (session == 0) return "it has just ended";
    std::string who;
    if (!columns("TOKENSHIFT_LOCK").empty()) {
      const auto row = prepare("SELECT OWNER FROM TOKENSHIFT_LOCK WHERE SESSION_ID = ?");
      row->bind({session});
      if (row->next()) who = std::string(row->text(0)) + " ";
    }
    return fmt::format("{}(session {} of the server)", who, session);
  }

  Address address_;
  Access access_;
  Limits limits_;
  std::string owner_;
  ServerVersion version_;
  bool exact_names_ = true;
  std::size_t packet_ = 0;
  bool logs_statements_ = false;
  bool locked_ = false;
};

std::unique_ptr<Connection> open_mysql(const Address& address, Access access,
                                       const Limits& limits) {
  return std::make_unique<MysqlConnection>(address, access, limits);
}

}  // namespace

extern const Backend mysql;
const Backend mysql{.scheme = "mysql", .other_scheme = "mariadb", .open = open_mysql};

}  // namespace tokenshift::db
