// SPDX-License-Identifier: Apache-2.0
// H2 through the jar and the Java of the pack: RunScript takes the statements, CSVWRITE gives the
// rows (reference stack.md §D).
#include "connection.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "../../sql_text.hpp"
#include "statement.hpp"
#include "url.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tokenshift::db::h2 {
namespace {

namespace fs = std::filesystem;

// What the packs ship for their H2 databases.
constexpr const char* shipped_user = "wso2carbon";
constexpr const char* shipped_password = "wso2carbon";

// "\n--> 2 17\n;" as 2 and 17; "null" gives 0.
std::array<std::int64_t, 2> numbers_in(std::string_view answer) {
  std::array<std::int64_t, 2> numbers{};
  const std::size_t start = answer.find("-->");
  if (start == std::string_view::npos) return numbers;
  const auto words =
      split(trimmed(answer.substr(start + 3, answer.find('\n', start) - start - 3)), ' ');
  for (std::size_t i = 0; i < std::min(words.size(), numbers.size()); ++i) {
    std::from_chars(words[i].data(), words[i].data() + words[i].size(), numbers.at(i));
  }
  return numbers;
}

// The table of "INSERT INTO name …", upper case.
std::string inserted_table(const std::string& sql) {
  const auto words = split(sql.substr(0, 200), ' ');
  if (words.size() < 3) return {};
  std::string name = words[2].substr(0, words[2].find('('));
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace

H2Connection::H2Connection(const fs::path& base, std::unique_ptr<Session> session, Access access)
    : base_(base),
      name_(base.filename().string()),
      url_("h2:" + base.string()),
      access_(access),
      session_(std::move(session)) {}

H2Connection::~H2Connection() {
  if (access_ == Access::read) session_->abandon();
}

std::unique_ptr<Statement> H2Connection::prepare(const std::string& sql) {
  return std::make_unique<H2Statement>(*this, sql);
}

void H2Connection::execute(const std::string& sql) {
  for (const std::string& statement : statements_of(sql)) {
    const std::string word = first_word(statement);
    if (word == "BEGIN") {
      in_transaction_ = true;  // there always is one
    } else if (word == "COMMIT") {
      commit();
    } else if (word == "ROLLBACK" && first_word(statement.substr(word.size())) != "TO") {
      session_->ask("ROLLBACK");
      in_transaction_ = false;
    } else {
      run(statement);
    }
  }
}

void H2Connection::run(const std::string& sql) {
  session_->ask(sql);
  settle();
}

void H2Connection::commit() {
  in_transaction_ = false;
  session_->ask("COMMIT");
  // Otherwise it reaches the disk within half a second, and not at once.
  if (access_ == Access::write) session_->ask("CHECKPOINT SYNC");
}

void H2Connection::settle() {
  if (!in_transaction_ && access_ != Access::read) commit();
}

std::int64_t H2Connection::change(const std::string& sql) {
  const std::string word = first_word(sql);
  const std::string identity = word == "INSERT" ? identity_of(inserted_table(sql)) : "";
  const std::string numbers =
      session_->ask(fmt::format("SELECT COUNT(*){} FROM {} TABLE ({})",
                                identity.empty() ? "" : fmt::format(", MAX({})", identity),
                                word == "DELETE" ? "OLD" : "FINAL", sql));
  const auto [count, id] = numbers_in(numbers);
  if (!identity.empty() && count > 0) last_id_ = id;
  settle();
  return count;
}

std::unique_ptr<Rows> H2Connection::query(const std::string& sql, std::size_t& columns) {
  auto rows = std::make_unique<Rows>();
  session_->ask(fmt::format("CALL CSVWRITE({}, {}, 'charset=UTF-8')",
                            literal(std::string_view(rows->file.path())),
                            literal(std::string_view(sql))));
  CsvReader::Row header;
  rows->reader.next(header);
  columns = header.size();
  return rows;
}

std::string H2Connection::identity_of(const std::string& table) {
  const auto known = identities_.find(table);
  if (known != identities_.end()) return known->second;
  std::string identity;
  H2Statement columns(*this,
                      "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = ?"
                      " AND TABLE_SCHEMA = CURRENT_SCHEMA AND IS_IDENTITY = 'YES'");
  columns.bind({std::string_view(table)});
  if (columns.next()) identity = "\"" + std::string(columns.text(0)) + "\"";
  return identities_.emplace(table, identity).first->second;
}

std::vector<std::string> H2Connection::columns(std::string_view table) {
  H2Statement rows(*this,
                   "SELECT C.COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS C"
                   " JOIN INFORMATION_SCHEMA.TABLES T ON T.TABLE_SCHEMA = C.TABLE_SCHEMA"
                   " AND T.TABLE_NAME = C.TABLE_NAME AND T.TABLE_TYPE = 'BASE TABLE'"
                   " WHERE C.TABLE_NAME = ? AND C.TABLE_SCHEMA = CURRENT_SCHEMA"
                   " ORDER BY C.ORDINAL_POSITION");
  rows.bind({table});
  std::vector<std::string> names;
  while (rows.next()) names.emplace_back(rows.text(0));
  return names;
}

void H2Connection::lock(const std::string& owner) {
  if (lock_) return;
  // Two names of one database, through a link, are one lock.
  std::error_code failed;
  const fs::path file = data_file(base_);
  const fs::path real = fs::canonical(file, failed);
  lock_ =
      std::make_unique<os::FileLock>((failed ? file : real).string() + ".tokenshift-lock", owner);
}

namespace {

constexpr const char* quiet = ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

// A reader of a database that was not closed properly reads a copy, in which what was left open is
// rolled back first.
std::unique_ptr<Session> read_copy(const fs::path& file, Start start, const std::string& options) {
  PrivateCopy copy(file);
  const std::string jdbc = "jdbc:h2:" + copy.base().string() + ";IFEXISTS=TRUE" + quiet + options;
  start.jdbc = jdbc;
  { const Session recovery(start); }
  start.jdbc = jdbc + ";ACCESS_MODE_DATA=r";
  return std::make_unique<Session>(start);
}

// What a run that was killed leaves behind still closes the database. Longer than it needs.
constexpr std::chrono::seconds closing{3};

// Whoever holds the file may be another run of tokenshift: then it is known who.
void tell_holder(const fs::path& file) {
  std::error_code failed;
  const fs::path real = fs::canonical(file, failed);
  const fs::path lock = (failed ? file : real).string() + ".tokenshift-lock";
  if (fs::exists(lock, failed)) const os::FileLock attempt(lock, "");
}

std::unique_ptr<Session> start_session(const fs::path& file, Start start, const Url& url,
                                       Access access) {
  start.jdbc = "jdbc:h2:" + url.base.string() + quiet + url.options;
  if (access != Access::create) start.jdbc += ";IFEXISTS=TRUE";
  if (access != Access::read) return std::make_unique<Session>(start);
  start.jdbc += ";ACCESS_MODE_DATA=r";
  try {
    return std::make_unique<Session>(start);
  } catch (const Session::Unclean&) {
    return read_copy(file, start, url.options);
  }
}

std::unique_ptr<Connection> open_h2(const Address& address, Access access, const Limits& limits) {
  const Url url = parse_url(address.url);
  const fs::path file = data_file(url.base);
  const std::string shown = "h2:" + url.base.string();
  std::error_code ignored;
  const bool exists = fs::exists(file, ignored);
  if (exists && access == Access::create) {
    throw Error(ErrorKind::environment, fmt::format("{}: exists already", printable(shown)),
                "name a new file: what is made in bulk would not survive a crash");
  }
  if (!exists && access != Access::create) {
    throw Error(ErrorKind::environment, fmt::format("{}: no such file", printable(file.string())),
                "check the path; a database of H2 is a file that ends in .mv.db");
  }
  Start start{.engine = find_engine(url.jar, address.home, url.base),
              .url = shown,
              .jdbc = {},
              .user = url.user.empty() ? shipped_user : url.user,
              .password = address.password.value_or(url.user.empty() ? shipped_password : ""),
              .limits = limits};
  if (exists) require_same_format(file, start.engine);
  if (exists && !is_free(file, {})) {
    tell_holder(file);
    is_free(file, closing);
  }
  // The child of a run that was killed while it started may open the database only now; it closes
  // it at once.
  for (bool again = exists && is_free(file, {});; again = false) {
    try {
      return std::make_unique<H2Connection>(url.base, start_session(file, start, url, access),
                                            access);
    } catch (const Error&) {
      if (exists) tell_holder(file);
      if (!exists) fs::remove(file, ignored);  // made by us, and of no use to anybody
      if (!again || is_free(file, {}) || !is_free(file, closing)) throw;
    }
  }
}

}  // namespace
}  // namespace tokenshift::db::h2

namespace tokenshift::db {

extern const Backend h2_file;
const Backend h2_file{.scheme = "h2", .other_scheme = "", .open = h2::open_h2};

}  // namespace tokenshift::db
