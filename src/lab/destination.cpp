// SPDX-License-Identifier: Apache-2.0
// A database that somebody else made: what may be in it before, and what is left after a failure.
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/lab/schema.hpp"

#include "fill.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tokenshift::lab {
namespace {

// Ours, in the order in which they go. The mark goes last, so that what is left is still marked
// when something goes wrong in between.
constexpr auto own_tables =
    std::to_array<std::string_view>({"TOKENSHIFT_JOURNAL", "TOKENSHIFT_RUN"});
constexpr std::string_view mark = "TOKENSHIFT_LAB";

void clear(db::Connection& database) {
  const auto statements = drop_tables(Source::apim, database.dialect().name);
  for (const std::string& statement : statements) database.execute(statement);
  for (const std::string_view table : own_tables) {
    database.execute(fmt::format("DROP TABLE IF EXISTS {}", table));
  }
  database.execute(fmt::format("DROP TABLE IF EXISTS {}", mark));
}

// What a database in a file consists of; a server's has no file of ours.
std::vector<std::string> files_of(const std::string& url) {
  const std::string path = url.substr(url.find(':') + 1);
  if (url.starts_with("sqlite:")) return {path, path + "-journal"};
  if (url.starts_with("h2:")) return {path + ".mv.db", path + ".trace.db"};
  return {};
}

// Clears the database unless the work came to its end. One in a file was made by us, and goes as a
// whole: the same command must not find it.
class Attempt {
 public:
  explicit Attempt(std::unique_ptr<db::Connection>& database) : database_(&database) {}
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;
  ~Attempt() {
    if (database_ == nullptr) return;
    const std::vector<std::string> files = files_of((*database_)->url());
    try {
      if (files.empty()) {
        clear(**database_);
        return;
      }
      database_->reset();
      std::error_code ignored;
      for (const std::string& file : files) std::filesystem::remove(file, ignored);
    } catch (const Error&) {  // the connection is gone; what is left is marked as unfinished
    }
  }
  void succeeded() { database_ = nullptr; }

 private:
  std::unique_ptr<db::Connection>* database_;
};

// The first table of API-M that is there; empty when there is none.
std::string first_table(db::Connection& database) {
  for (const Source source : {Source::apim, Source::shared}) {
    for (const std::string& table : table_names(known_versions().back(), source)) {
      if (!database.columns(table).empty()) return table;
    }
  }
  return {};
}

void make_room(db::Connection& database, bool replace) {
  if (!database.columns(mark).empty()) {
    if (replace) return clear(database);
    throw Error(ErrorKind::refused,
                fmt::format("{} holds a practice deployment already", printable(database.name())),
                "--replace makes it anew; what is in it is lost");
  }
  const std::string table = first_table(database);
  if (table.empty()) return;
  throw Error(ErrorKind::refused,
              fmt::format("{} holds tables of API-M ({}), and not of a practice deployment",
                          printable(database.name()), table),
              "name an empty database; this one is left as it is");
}

}  // namespace

Created fill_destination(const Request& request, const Progress& progress, const UserSink& users) {
  std::unique_ptr<db::Connection> database =
      db::open(request.destination->address, db::Access::create);
  database->lock("lab create");
  make_room(*database, request.destination->replace);
  Attempt attempt(database);
  Created created;
  created.counts = fill_apim(*database, request, progress, users);
  created.url = database->url();
  attempt.succeeded();
  return created;
}

}  // namespace tokenshift::lab
