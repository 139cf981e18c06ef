// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/revocation/own_store.hpp"

#include "tokenshift/revocation/verdict.hpp"
#include "tokenshift/revocation/write.hpp"

#include "support/errors.hpp"
#include "support/stores.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace tokenshift;
using namespace tokenshift::revocation;

namespace fs = std::filesystem;

TEST_CASE("a store is made when something is written, for its user alone") {
  const test::TempDir folder;
  const fs::path file = folder / "state/tokenshift/revocations.db";
  CHECK(open_own_store(file, db::Access::read) == nullptr);
  CHECK_FALSE(fs::exists(folder / "state"));

  {
    const auto store = open_own_store(file, db::Access::write);
    write(*store, {.tokens = {{.jti = "jti", .client = "client"}}, .gateway_tables = true},
          test::counting_ids());
  }
  CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(fs::status(folder / "state").permissions() == fs::perms::owner_all);
  CHECK(fs::status(folder / "state/tokenshift").permissions() == fs::perms::owner_all);

  const auto store = open_own_store(file, db::Access::read);
  REQUIRE(store != nullptr);
  for (const View view : {View::key_manager, View::gateway}) {
    CHECK(Reader(*store, view).look_up({.jti = "jti", .client = "client"}).revoked());
    CHECK_FALSE(Reader(*store, view).look_up({.jti = "other", .client = "client"}).revoked());
  }
}

TEST_CASE("an empty file becomes a store, and is none before") {
  const test::TempDir folder;
  const fs::path file = folder.write("empty.db", "");
  CHECK(open_own_store(file, db::Access::read) == nullptr);
  CHECK(open_own_store(file, db::Access::write) != nullptr);
  CHECK(open_own_store(file, db::Access::read) != nullptr);
}

TEST_CASE("a database of something else is left alone") {
  const test::TempDir folder;
  const fs::path file = folder / "other.db";
  db::open("sqlite:" + file.string(), db::Access::create)->execute("CREATE TABLE THING (ID INT)");
  const std::string before = test::slurp(file);
  for (const db::Access access : {db::Access::read, db::Access::write}) {
    CHECK(test::error_of([&] { open_own_store(file, access); }).kind() == ErrorKind::refused);
  }
  CHECK(test::slurp(file) == before);
  const fs::path text =
      folder.write("text.txt", "no database, but long enough to look like a file");
  CHECK(test::error_of([&] { open_own_store(text, db::Access::write); }).kind() ==
        ErrorKind::input);
}

TEST_CASE("the store can look a token up by an index") {
  const test::TempDir folder;
  const auto store = open_own_store(folder / "store.db", db::Access::write);
  const auto plan = store->prepare(
      "EXPLAIN QUERY PLAN SELECT 1 FROM IDN_INVALID_TOKENS WHERE TOKEN_IDENTIFIER = 'a'"
      " AND CONSUMER_KEY = 'b'");
  REQUIRE(plan->next());
  CHECK(std::string(plan->text(3)).find("IDX_IAT_TI_CK") != std::string::npos);
}
