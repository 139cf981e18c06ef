// SPDX-License-Identifier: Apache-2.0
// PostgreSQL 12 and later. The module speaks libpqxx; here is what is known of the server.
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "../copy_rows.hpp"
#include "../module.hpp"
#include "../server.hpp"
#include "../server_faults.hpp"
#include "../server_version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::db {
namespace {

constexpr std::size_t longest_application_name = 63;  // NAMEDATALEN - 1
// The key of the advisory lock: "toke", "nshi".
constexpr std::string_view lock_key = "1953458021, 1853057129";

// Settings of a URL that libpq knows by the same name.
constexpr std::array<std::string_view, 12> libpq_settings{
    "sslmode",  "sslrootcert",          "sslcert",         "sslkey",
    "sslcrl",   "gssencmode",           "krbsrvname",      "hostaddr",
    "passfile", "target_session_attrs", "channel_binding", "ssl_min_protocol_version"};

Target target_of(const Address& address, const Limits& limits) {
  Target target{.url = parse_url(address.url), .password = address.password};
  if (!target.password) target.password = target.url.password;
  target.url.password.reset();
  target.host = target.url.host;
  if (target.url.database.empty()) {
    throw Error(ErrorKind::usage, "the URL names no database",
                "write it as postgresql://user@host:5432/database");
  }
  target.connect_seconds = static_cast<std::uint32_t>(std::max<std::int64_t>(
      1, std::chrono::duration_cast<std::chrono::seconds>(limits.connect).count()));
  // A network that drops packets without a word is noticed after a minute.
  target.settings = {
      {"keepalives_idle", "30"}, {"keepalives_interval", "10"}, {"keepalives_count", "3"}};
  for (const auto& [name, value] : target.url.parameters) {
    if (name == "host") {
      target.host = value;  // the folder of a unix socket
    } else if (std::ranges::find(libpq_settings, name) != libpq_settings.end()) {
      target.settings.emplace_back(name, value);
    } else if (name != "currentSchema") {
      throw Error(
          ErrorKind::usage,
          fmt::format("the URL has a parameter \"{}\" that is not known", printable(name)),
          fmt::format("known are host, currentSchema, {}", fmt::join(libpq_settings, ", ")));
    }
  }
  return target;
}

class PostgresqlConnection final : public ServerConnection {
 public:
  PostgresqlConnection(const Address& address, Access access, const Limits& limits)
      : ServerConnection(load_module("postgresql"), target_of(address, limits)),
        address_(address),
        access_(access),
        limits_(limits) {
    connect();
    require_postgresql_version(
        number("SELECT CAST(CURRENT_SETTING('server_version_num') AS INTEGER)"), url());
    configure(limits);
  }

  const Dialect& dialect() const override { return *find_dialect("postgresql"); }

  std::unique_ptr<BulkInsert> bulk_insert(const std::string& table,
                                          std::span<const std::string_view> columns) override {
    return std::make_unique<CopyRows>(
        table, fmt::format("{}", fmt::join(columns, ",")), [this](const CopyRows& rows) {
          ts_failure failure{};
          if (module().copy(handle(), rows.table().c_str(), rows.columns().c_str(),
                            rows.text().data(), rows.text().size(), &failure) != 0) {
            fail(failure, "COPY");
          }
        });
  }

  std::int64_t last_insert_id() override { return number("SELECT LASTVAL()"); }

  std::vector<std::string> columns(std::string_view table) override {
    std::vector<std::string> names;
    const auto rows = prepare(
        "SELECT UPPER(A.ATTNAME) FROM PG_CATALOG.PG_ATTRIBUTE A"
        " JOIN PG_CATALOG.PG_CLASS C ON C.OID = A.ATTRELID AND C.RELKIND IN ('r', 'p')"
        " WHERE A.ATTRELID = TO_REGCLASS(QUOTE_IDENT(LOWER(CAST(? AS TEXT))))"
        " AND A.ATTNUM > 0 AND NOT A.ATTISDROPPED ORDER BY A.ATTNUM");
    rows->bind({table});
    while (rows->next()) names.emplace_back(rows->text(0));
    return names;
  }

  std::vector<std::string> other_sessions() override {
    const auto rows = prepare(
        "SELECT COALESCE(USENAME, '?'), COALESCE(CAST(CLIENT_ADDR AS TEXT), 'this host'),"
        " APPLICATION_NAME FROM PG_CATALOG.PG_STAT_ACTIVITY"
        " WHERE DATNAME = CURRENT_DATABASE() AND BACKEND_TYPE = 'client backend'"
        " AND PID <> PG_BACKEND_PID() AND APPLICATION_NAME NOT LIKE 'tokenshift%' ORDER BY PID");
    std::vector<std::string> sessions;
    while (rows->next()) {
      sessions.push_back(fmt::format("{} from {}{}{}", rows->text(0), rows->text(1),
                                     rows->text(2).empty() ? "" : ", ", rows->text(2)));
    }
    return sessions;
  }

  void limit_statements(std::chrono::milliseconds most) override {
    set("statement_timeout", std::to_string(most.count()));
  }

  std::unique_ptr<Connection> another() override {
    return std::make_unique<PostgresqlConnection>(address_, access_, limits_);
  }

  ~PostgresqlConnection() override {
    if (locked_) give_back(fmt::format("SELECT pg_advisory_unlock({})", lock_key));
  }

  void lock(const std::string& owner) override {
    if (locked_) return;
    require_own_session();
    const auto name = prepare("SELECT SET_CONFIG('application_name', ?, FALSE)");
    name->bind({std::string_view(owner_name(owner))});
    name->next();
    if (number(fmt::format("SELECT CASE WHEN PG_TRY_ADVISORY_LOCK({}) THEN 1 ELSE 0 END",
                           lock_key)) == 0) {
      throw Error(ErrorKind::locked,
                  fmt::format("{}: another run of tokenshift holds it: {}", printable(url()),
                              printable(holder())),
                  "wait until that run has ended, then run the same command again");
    }
    locked_ = true;
  }

 protected:
  Explained explain(const ts_failure& failure, std::string_view sql) const override {
    return explain_postgresql(failure, sql, target().url.user);
  }
  std::string placeholders(const std::string& sql) const override {
    return numbered_placeholders(sql);
  }

 private:
  void set(std::string_view setting, std::string_view value) {
    const auto row = prepare("SELECT SET_CONFIG(?, ?, FALSE)");
    row->bind({setting, value});
    row->next();
  }

  void configure(const Limits& limits) {
    execute(
        "SET client_encoding = 'UTF8'; SET TIME ZONE 'UTC'; SET DateStyle = 'ISO';"
        " SET standard_conforming_strings = on; SET client_min_messages = warning;"
        // Chunks are looked up by key, with however many keys: never by reading a whole table.
        " SET random_page_cost = 1.1; SET cursor_tuple_fraction = 1.0;"
        // A plan joins and sorts all clients once.
        " SET work_mem = '64MB'");
    set("application_name", "tokenshift");
    set("lock_timeout", std::to_string(limits.lock.count()));
    limit_statements(limits.statement);
    if (access_ == Access::read) execute("SET default_transaction_read_only = on");
    check_client();
    if (const auto schema = target().url.parameter("currentSchema")) {
      set("search_path", *schema);
    }
  }

  // So that a statement of a client that is gone ends, and its lock with it: since PostgreSQL 14,
  // where the system under the server can tell.
  void check_client() {
    try {
      const auto setting = prepare(
          "SELECT SET_CONFIG(NAME, '1000', FALSE) FROM PG_CATALOG.PG_SETTINGS"
          " WHERE NAME = 'client_connection_check_interval' AND CONTEXT = 'user'");
      setting->next();
    } catch (const Error&) {  // it ends by itself, later
    }
  }

  // An advisory lock belongs to a session of the server. A pooler that hands the session on after
  // each transaction hands the lock on, too; it gives itself away by a process id of its own.
  void require_own_session() {
    if (number("SELECT PG_BACKEND_PID()") == module().session_id(handle())) return;
    throw Error(ErrorKind::refused,
                fmt::format("{}: a connection pooler is in between, which may hand the lock to "
                            "somebody else",
                            printable(url())),
                "name the server itself, not the pooler (PgBouncer, RDS Proxy …)");
  }

  // "tokenshift root@db1 pid 12 since 2026-04-23T10:18:00Z", cut from the left of the host.
  static std::string owner_name(const std::string& owner) {
    std::string name = "tokenshift " + owner;
    if (name.size() > longest_application_name) name = owner.substr(0, longest_application_name);
    return name;
  }

  std::string holder() {
    const auto row = prepare(fmt::format(
        "SELECT A.APPLICATION_NAME, A.USENAME, A.PID, A.BACKEND_START"
        " FROM PG_CATALOG.PG_LOCKS L JOIN PG_CATALOG.PG_STAT_ACTIVITY A ON A.PID = L.PID"
        " WHERE L.LOCKTYPE = 'advisory' AND L.GRANTED AND L.OBJSUBID = 2"
        " AND L.DATABASE = (SELECT OID FROM PG_CATALOG.PG_DATABASE"
        " WHERE DATNAME = CURRENT_DATABASE()) AND (L.CLASSID, L.OBJID) = ({})",
        lock_key));
    if (!row->next()) return "it has just ended";
    std::string who(row->text(0));
    if (who.starts_with("tokenshift ")) who.erase(0, 11);
    if (who.empty()) who = fmt::format("{} since {}", row->text(1), row->text(3));
    return fmt::format("{} (server process {})", who, row->text(2));
  }

  Address address_;
  Access access_;
  Limits limits_;
  bool locked_ = false;
};

std::unique_ptr<Connection> open_postgresql(const Address& address, Access access,
                                            const Limits& limits) {
  return std::make_unique<PostgresqlConnection>(address, access, limits);
}

}  // namespace

extern const Backend postgresql;
const Backend postgresql{
    .scheme = "postgresql", .other_scheme = "postgres", .open = open_postgresql};

}  // namespace tokenshift::db
