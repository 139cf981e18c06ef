// SPDX-License-Identifier: Apache-2.0
// What is particular to SQLite: its files, and what can be wrong with them.
#include "tokenshift/db/backend.hpp"

#include "support/child.hpp"
#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <string>
#include <unistd.h>

namespace tokenshift::db {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::TempDir;

std::string made(const TempDir& folder, std::string_view name = "WSO2AM_DB.db") {
  const std::string url = "sqlite:" + (folder / name).string();
  const auto connection = open(url, Access::create);
  connection->execute("CREATE TABLE THING (ID INTEGER PRIMARY KEY, NAME TEXT)");
  const auto insert = connection->prepare("INSERT INTO THING (NAME) VALUES (?)");
  for (int i = 0; i < 1000; ++i) insert->run({"a name that fills some pages"});
  return url;
}

TEST_CASE("a connection knows its name and where it is") {
  const TempDir folder;
  const std::string url = made(folder);
  const auto connection = open(url, Access::read);
  CHECK(connection->name() == "WSO2AM_DB");
  CHECK(connection->url() == url);
  CHECK(connection->dialect().name == "sqlite");
}

TEST_CASE("an unknown kind of database is a usage error") {
  const Error error = error_of([] { open("oracle:\x1b[2J", Access::read); });
  CHECK(error.kind() == ErrorKind::usage);
  CHECK(error_of([] { open("", Access::read); }).kind() == ErrorKind::usage);
}

TEST_CASE("a missing file, a directory and no name at all are environment errors") {
  const TempDir folder;
  const std::string path = folder.path().string();
  for (const Access access : {Access::read, Access::write}) {
    for (const std::string& url : {"sqlite:" + path + "/missing.db", "sqlite:" + path,
                                   std::string("sqlite:"), "sqlite:" + path + "/a\nb"}) {
      CHECK(error_of([&] { open(url, access); }).kind() == ErrorKind::environment);
    }
  }
  CHECK(fs::is_empty(folder.path()));
  const auto deep = [&] { open("sqlite:" + path + "/no/such/x.db", Access::create); };
  CHECK(error_of(deep).kind() == ErrorKind::environment);
}

TEST_CASE("a file that is no database is an input error") {
  const TempDir folder;
  const auto path = folder.write("x\x1b.db", "This is a text, and long enough to have a header");
  for (const Access access : {Access::read, Access::write}) {
    const Error error = error_of([&] { open("sqlite:" + path.string(), access); });
    CHECK(error.kind() == ErrorKind::input);
    CHECK(std::string(error.what()).find("x\\x1b.db: not a SQLite database") != std::string::npos);
  }
}

TEST_CASE("a truncated database is an input error") {
  const TempDir folder;
  const std::string url = made(folder);
  const fs::path file = folder / "WSO2AM_DB.db";
  fs::resize_file(file, fs::file_size(file) / 2);
  CHECK(error_of([&] { open(url, Access::read); }).kind() == ErrorKind::input);
}

TEST_CASE("a damaged page is an input error when it is read") {
  const TempDir folder;
  const std::string url = made(folder);
  std::string bytes = test::slurp(folder / "WSO2AM_DB.db");
  bytes.replace(4096, bytes.size() - 4096, bytes.size() - 4096, '\xee');
  folder.write("WSO2AM_DB.db", bytes);
  const auto work = [&] {
    const auto connection = open(url, Access::read);
    const auto rows = connection->prepare("SELECT NAME FROM THING");
    while (rows->next()) {
    }
  };
  CHECK(error_of(work).kind() == ErrorKind::input);
}

TEST_CASE("a database that another process locks is an environment error, after a wait") {
  const TempDir folder;
  const std::string url = made(folder);
  const test::Holder server(
      [&] { open(url, Access::write).release()->execute("BEGIN EXCLUSIVE"); });
  const Error error = error_of([&] { open(url, Access::read); });
  CHECK(error.kind() == ErrorKind::environment);
  CHECK(std::string(error.what()).ends_with("the database is locked by another process"));
}

TEST_CASE("a read-only file cannot be opened for writing, but for reading") {
  const TempDir folder;
  const std::string url = made(folder);
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "WSO2AM_DB.db").c_str(), 0444);
  const int status = test::status_without_rights([&] {
    open(url, Access::read);
    try {
      open(url, Access::write);
    } catch (const Error& error) {
      const bool said = std::string(error.what()).ends_with("the database is read-only");
      return said ? static_cast<int>(error.kind()) : 1;
    }
    return 0;
  });
  CHECK(test::ended_with(status, 6));
}

TEST_CASE("a file that cannot be read is an environment error") {
  const TempDir folder;
  const std::string url = made(folder);
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "WSO2AM_DB.db").c_str(), 0);
  const int status = test::status_without_rights([&] {
    try {
      open(url, Access::read);
    } catch (const Error& error) {
      return static_cast<int>(error.kind());
    }
    return 0;
  });
  CHECK(test::ended_with(status, 6));
}

TEST_CASE("a database made in bulk never takes the place of one that exists") {
  const TempDir folder;
  const std::string url = made(folder);
  CHECK(error_of([&] { open(url, Access::create); }).kind() == ErrorKind::environment);
  folder.write("empty.db", "");
  CHECK_NOTHROW(open("sqlite:" + (folder / "empty.db").string(), Access::create));
}

TEST_CASE("two names of one database are one lock") {
  const TempDir folder;
  const std::string url = made(folder);
  fs::create_symlink("WSO2AM_DB.db", folder / "other.db");
  const auto first = open(url, Access::write);
  first->lock("alice");
  const auto second = open("sqlite:" + (folder / "other.db").string(), Access::write);
  CHECK(error_of([&] { second->lock("bob"); }).kind() == ErrorKind::locked);
}

}  // namespace
}  // namespace tokenshift::db
