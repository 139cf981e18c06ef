// SPDX-License-Identifier: Apache-2.0
// SQLite through SQLiteCpp: practice deployments, tests, and the reference for the other back ends.
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/db/backend.hpp"
#include "tokenshift/os/lock.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <filesystem>
#include <sqlite3.h>

namespace tokenshift::db {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& url, const SQLite::Exception& cause) {
  if (cause.getErrorCode() < 0) {  // from SQLiteCpp itself, not from SQLite
    throw Error(ErrorKind::internal,
                fmt::format("{}: a row or column was asked for that is not there", printable(url)),
                "report this");
  }
  const int code = cause.getErrorCode() & 0xFF;  // without the extension
  const auto environment = [&](std::string_view what, const char* hint) {
    return Error(ErrorKind::environment, fmt::format("{}: {}", printable(url), what), hint);
  };
  if (cause.getExtendedErrorCode() == SQLITE_READONLY_ROLLBACK) {
    throw environment(
        "a program was cut off while it wrote to the database; its last transaction is to be "
        "rolled back first, and reading alone cannot do that",
        "run the command that was cut off again, or open the database once for writing: sqlite3 "
        "FILE .tables");
  }
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw environment("the database is locked by another process",
                        "stop the server or program that uses it, then run the same command again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw environment("the database is read-only",
                        "make the file and its directory writable for this user");
    case SQLITE_FULL:
      throw environment("no space left for the database or its journal",
                        "free space on that file system, then run the same command again");
    case SQLITE_CANTOPEN:
      throw environment("the database cannot be opened",
                        "check that the file exists and that this user may read and write it");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw Error(ErrorKind::input,
                  fmt::format("{}: not a SQLite database, or damaged", printable(url)),
                  "check the path, or restore the database from its backup");
    default:
      throw environment(printable(cause.what()), "see the message of the database");
  }
}

template <class Work>
auto guarded(const std::string& url, Work&& work) {
  try {
    return work();
  } catch (const SQLite::Exception& cause) {
    fail(url, cause);
  }
}

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(const std::string& url, SQLite::Database& database, const std::string& sql)
      : url_(url),
        database_(database),
        statement_(guarded(url, [&] { return SQLite::Statement(database, sql); })) {}

  using Statement::bind;
  void bind(std::span<const Parameter> parameters) override {
    statement_.tryReset();
    const auto wanted = static_cast<std::size_t>(statement_.getBindParameterCount());
    if (parameters.size() != wanted) {
      // A value of the former run would be bound still.
      throw Error(ErrorKind::internal,
                  fmt::format("{} parameters for a statement of {}", parameters.size(), wanted),
                  "report this");
    }
    if (texts_.size() < parameters.size()) texts_.resize(parameters.size());
    guarded(url_, [&] {
      int index = 0;
      for (const Parameter& parameter : parameters) bind_one(++index, parameter);
    });
  }

  bool next() override {
    return guarded(url_, [&] { return statement_.executeStep(); });
  }

  using Statement::run;
  std::int64_t run() override {
    return guarded(url_, [&] {
      const int before = database_.getTotalChanges();
      while (statement_.executeStep()) {
      }
      // The total includes what triggers and foreign keys did; the number of the last change does
      // not, but stays from an earlier statement where this one changed nothing.
      const bool changed = database_.getTotalChanges() != before;
      statement_.reset();
      return std::int64_t{changed ? database_.getChanges() : 0};
    });
  }

  bool is_null(int column) const override {
    return guarded(url_, [&] { return statement_.isColumnNull(column); });
  }
  std::int64_t integer(int column) const override {
    return guarded(url_, [&] { return statement_.getColumn(column).getInt64(); });
  }
  std::string_view text(int column) const override {
    return guarded(url_, [&] {
      const SQLite::Column value = statement_.getColumn(column);
      const char* bytes = value.getText();  // first: it may convert, and change the size
      return std::string_view{bytes, static_cast<std::size_t>(value.getBytes())};
    });
  }

 private:
  void bind_one(int index, const Parameter& parameter) {
    if (const auto* number = std::get_if<std::int64_t>(&parameter)) {
      statement_.bind(index, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&parameter)) {
      std::string& held = texts_[static_cast<std::size_t>(index - 1)];
      held.assign(*text);
      statement_.bindNoCopy(index, held);
    } else if (const auto* bytes = std::get_if<Bytes>(&parameter)) {
      statement_.bind(index, bytes->value.data(), static_cast<int>(bytes->value.size()));
    } else {
      statement_.bind(index);
    }
  }

  std::vector<std::string> texts_;  // what is bound, as long as it is bound
  const std::string& url_;
  SQLite::Database& database_;
  SQLite::Statement statement_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& path, Access access, const Limits& limits)
      : path_(path),
        name_(fs::path(path).stem().string()),
        url_("sqlite:" + path),
        database_(guarded(url_, [&] {
          return SQLite::Database(path, flags(access), static_cast<int>(limits.lock.count()));
        })) {
    configure(access);
  }

  const Dialect& dialect() const override { return *find_dialect("sqlite"); }
  const std::string& name() const override { return name_; }
  const std::string& url() const override { return url_; }

  std::unique_ptr<Statement> prepare(const std::string& sql) override {
    return std::make_unique<SqliteStatement>(url_, database_, sql);
  }
  void execute(const std::string& sql) override {
    guarded(url_, [&] { return database_.exec(sql); });
  }
  std::int64_t last_insert_id() override { return database_.getLastInsertRowid(); }

  std::vector<std::string> columns(std::string_view table) override {
    std::vector<std::string> names;
    auto rows = prepare(
        "SELECT UPPER(C.name) FROM pragma_table_info(?1) C WHERE EXISTS (SELECT 1 FROM "
        "sqlite_master"
        " WHERE type = 'table' AND name = ?1 COLLATE NOCASE)");
    rows->bind({table});
    while (rows->next()) names.emplace_back(rows->text(0));
    return names;
  }

  void lock(const std::string& owner) override {
    if (lock_) return;
    // Two names of one database, through a link, are one lock.
    std::error_code failed;
    const fs::path file = fs::canonical(path_, failed);
    const std::string lock = (failed ? path_ : file.string()) + ".tokenshift-lock";
    lock_ = std::make_unique<os::FileLock>(lock, owner);
  }

 private:
  // A connection is used by one thread at a time: no mutex around each value.
  static int flags(Access access) {
    const int mode = access == Access::read    ? SQLite::OPEN_READONLY
                     : access == Access::write ? SQLite::OPEN_READWRITE
                                               : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    return mode | SQLite::OPEN_NOMUTEX;
  }

  void configure(Access access) {
    // 48 MiB: at a million clients the default of 2 MB reads the same pages again and again.
    execute("PRAGMA cache_size = -49152");
    execute("PRAGMA mmap_size = 0");  // flat memory, also as the kernel counts it
    if (access == Access::read) execute("PRAGMA query_only = ON");
    if (access == Access::create) {
      execute(
          "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
    }
    prepare("SELECT COUNT(*) FROM sqlite_master")->next();  // opening alone reads nothing
    // SQLite opens what it may not write for reading, and would say so only at the first change.
    if (access == Access::write && sqlite3_db_readonly(database_.getHandle(), "main") != 0) {
      fail(url_, SQLite::Exception("read-only", SQLITE_READONLY));
    }
  }

  std::string path_;
  std::string name_;
  std::string url_;
  SQLite::Database database_;
  std::unique_ptr<os::FileLock> lock_;
};

std::unique_ptr<Connection> open_sqlite(const Address& address, Access access,
                                        const Limits& limits) {
  const std::string& url = address.url;
  const std::string path = url.substr(url.find(':') + 1);
  std::error_code ignored;
  if (path.empty() || fs::is_directory(path, ignored)) {
    throw Error(ErrorKind::environment, fmt::format("{}: not a database file", printable(url)),
                "name the file itself, as sqlite:/path/to/WSO2AM_DB.db");
  }
  if (access != Access::create && !fs::exists(path, ignored)) {
    throw Error(ErrorKind::environment, fmt::format("{}: no such file", printable(url)),
                "check the path; `tokenshift lab create DIR` makes a practice deployment");
  }
  if (access == Access::create && fs::exists(path, ignored) && !fs::is_empty(path, ignored)) {
    throw Error(ErrorKind::environment, fmt::format("{}: exists already", printable(url)),
                "name a new file: what is made in bulk would not survive a crash");
  }
  return std::make_unique<SqliteConnection>(path, access, limits);
}

}  // namespace

extern const Backend sqlite;
const Backend sqlite{.scheme = "sqlite", .other_scheme = "", .open = open_sqlite};

}  // namespace tokenshift::db
