// SPDX-License-Identifier: Apache-2.0
// What every kind of database must do. A back end joins by one line in test::engines().
#include "tokenshift/db/backend.hpp"

#include "support/child.hpp"
#include "support/errors.hpp"
#include "support/servers.hpp"
#include "thing.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <string>
#include <thread>
#include <vector>

namespace tokenshift::db {
namespace {

using test::error_of;

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();

TEST_SUITE_BEGIN("engines");

TEST_CASE("NULL, numbers and texts come back as they were written") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    const std::vector<std::string> texts{
        "", "plain", "it's \"quoted\" -- ; ?", "Zoë 😀 𝕏", std::string(255, 'x'), " edge "};
    std::int64_t id = 0;
    for (const std::string& text : texts) insert(*connection, ++id, id, std::string_view{text});
    insert(*connection, 100, least, {});
    insert(*connection, 101, greatest, {});
    insert(*connection, 102, {}, "no number");

    const auto rows = connection->prepare("SELECT NUMBER, NAME FROM THING ORDER BY ID");
    for (const std::string& text : texts) {
      REQUIRE(rows->next());
      CHECK(rows->text(1) == text);
      CHECK(rows->optional_text(1) == text);
    }
    for (const std::int64_t number : {least, greatest}) {
      REQUIRE(rows->next());
      CHECK(rows->integer(0) == number);
      CHECK(rows->is_null(1));
      CHECK(rows->text(1).empty());
      CHECK_FALSE(rows->optional_text(1));
    }
    REQUIRE(rows->next());
    CHECK(rows->is_null(0));
    CHECK(rows->integer(0) == 0);
    CHECK_FALSE(rows->next());
  });
}

TEST_CASE("a statement starts anew with each set of parameters") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    insert(*connection, 1, 10, "a long text that no small string holds");
    insert(*connection, 2, 20, "b");
    const auto rows = connection->prepare("SELECT NUMBER FROM THING WHERE NAME = ? OR ID = ?");
    rows->bind({"b", 99});
    REQUIRE(rows->next());
    CHECK(rows->integer(0) == 20);
    rows->bind({std::string("a long text that no small string ") + "holds", 99});
    REQUIRE(rows->next());
    CHECK(rows->integer(0) == 10);
    rows->bind({Parameter{}, 2});
    REQUIRE(rows->next());
    CHECK(rows->integer(0) == 20);
    CHECK_FALSE(rows->next());
  });
}

TEST_CASE("a wrong number of parameters is an internal error, not the former value") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::read);
    const auto rows = connection->prepare("SELECT NUMBER FROM THING WHERE NAME = ? OR ID = ?");
    CHECK(error_of([&] { rows->bind({"b"}); }).kind() == ErrorKind::internal);
    CHECK(error_of([&] { rows->bind({"b", 1, 2}); }).kind() == ErrorKind::internal);
  });
}

TEST_CASE("running a statement tells how many rows it changed") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    for (const std::int64_t id : {1, 2, 3}) insert(*connection, id, 0, "x");
    CHECK(connection->prepare("UPDATE THING SET NUMBER = ? WHERE ID > ?")->run({1, 1}) == 2);
    CHECK(connection->prepare("UPDATE THING SET NUMBER = 1 WHERE ID = 99")->run() == 0);
    CHECK(connection->prepare("DELETE FROM THING")->run() == 3);
    CHECK(connection->prepare("SELECT * FROM THING")->run() == 0);
  });
}

TEST_CASE("an UPDATE counts the rows that it finds, whether or not they had the value") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    for (const std::int64_t id : {1, 2, 3}) insert(*connection, id, 0, "x");
    CHECK(connection->prepare("UPDATE THING SET NUMBER = 0 WHERE ID > ?")->run({1}) == 2);
  });
}

// Deletes all rows of OTHER after a row of THING is deleted.
std::string trigger_sql(std::string_view dialect) {
  if (dialect == "postgresql") {
    return "CREATE FUNCTION CLEAR_OTHER() RETURNS TRIGGER LANGUAGE PLPGSQL AS"
           " 'BEGIN DELETE FROM OTHER; RETURN NULL; END';"
           " CREATE TRIGGER AFTER_ONE AFTER DELETE ON THING FOR EACH ROW"
           " EXECUTE FUNCTION CLEAR_OTHER()";
  }
  if (dialect == "mysql") {
    return "CREATE TRIGGER AFTER_ONE AFTER DELETE ON THING FOR EACH ROW DELETE FROM OTHER";
  }
  return "CREATE TRIGGER AFTER_ONE AFTER DELETE ON THING BEGIN DELETE FROM OTHER; END";
}

TEST_CASE("rows that a trigger changes are not counted") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    for (const std::int64_t id : {1, 2, 3}) insert(*connection, id, 0, "x");
    connection->execute("CREATE TABLE OTHER (ID INTEGER)");
    connection->execute("INSERT INTO OTHER SELECT ID FROM THING");
    // H2's triggers are classes of Java; without one, what is changed alone is counted there.
    if (lets_one_in(url)) {
      CHECK(connection->prepare("DELETE FROM THING WHERE ID = 1")->run() == 1);
      return;
    }
    connection->execute(trigger_sql(connection->dialect().name));
    CHECK(connection->prepare("DELETE FROM THING WHERE ID = 1")->run() == 1);
    CHECK(connection->prepare("SELECT 1 FROM OTHER")->next() == false);
  });
}

TEST_CASE("the columns of a table are told in order and upper case, none for a missing table") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::read);
    CHECK(connection->columns("THING") == std::vector<std::string>{"ID", "NUMBER", "NAME"});
    CHECK(connection->columns("NO_SUCH_TABLE").empty());
    CHECK(connection->columns("x'; DROP TABLE THING; --").empty());
    CHECK(connection->columns("").empty());
  });
}

TEST_CASE("a transaction is rolled back unless it is committed") {
  on_each([](const std::string& url) {
    auto connection = open(url, Access::write);
    {
      const Transaction transaction(*connection, Transaction::Kind::write);
      insert(*connection, 1, 1, "lost");
    }
    CHECK(count(*connection) == 0);
    {
      Transaction transaction(*connection, Transaction::Kind::write);
      insert(*connection, 2, 2, "kept");
      transaction.commit();
    }
    if (lets_one_in(url)) connection.reset();
    CHECK(count(*open(url, Access::read)) == 1);
  });
}

TEST_CASE("a reading transaction sees one state of the database") {
  on_each([](const std::string& url) {
    const bool file = url.starts_with("sqlite:");
    const auto writer = open(url, Access::write);
    if (lets_one_in(url)) {
      CHECK(error_of([&] { open(url, Access::read); }).kind() == ErrorKind::environment);
      return;
    }
    if (file) writer->execute("PRAGMA journal_mode = WAL");  // else a reader keeps writers out
    insert(*writer, 1, 1, "x");
    const auto reader = open(url, Access::read);
    const Transaction transaction(*reader, Transaction::Kind::read);
    CHECK(count(*reader) == 1);
    insert(*writer, 2, 2, "y");
    CHECK(count(*reader) == 1);
  });
}

TEST_CASE("after an error, a transaction goes on from its savepoint") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    Transaction transaction(*connection, Transaction::Kind::write);
    insert(*connection, 1, 1, "kept");
    connection->execute("SAVEPOINT HERE");
    insert(*connection, 2, 2, "lost");
    const auto twice = connection->prepare("INSERT INTO THING (ID) VALUES (?)");
    CHECK(error_of([&] { twice->run({1}); }).kind() == ErrorKind::environment);
    connection->execute("ROLLBACK TO SAVEPOINT HERE");
    connection->execute("RELEASE SAVEPOINT HERE");
    insert(*connection, 3, 3, "kept");
    transaction.commit();
    CHECK(count(*connection) == 2);
  });
}

TEST_CASE("an exact comparison tells case, blanks at the end and NULL apart") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    const std::vector<std::string> texts{"JWT", "jwt", "JWT ", "", "Zoë", "Zoe"};
    std::int64_t id = 0;
    for (const std::string& text : texts) insert(*connection, ++id, {}, std::string_view{text});
    insert(*connection, 100, {}, {});
    const Dialect& dialect = connection->dialect();
    const auto equal =
        connection->prepare("SELECT ID FROM THING WHERE " + exactly_equal(dialect, "NAME", "?"));
    const auto same =
        connection->prepare("SELECT ID FROM THING WHERE " + exactly_same(dialect, "NAME", "?"));
    id = 0;
    for (const std::string& text : texts) {
      ++id;
      for (Statement* rows : {equal.get(), same.get()}) {
        rows->bind({std::string_view{text}});
        REQUIRE(rows->next());
        CHECK(rows->integer(0) == id);
        CHECK_FALSE(rows->next());
      }
    }
    equal->bind({Parameter{}});
    CHECK_FALSE(equal->next());
    same->bind({Parameter{}});
    REQUIRE(same->next());
    CHECK(same->integer(0) == 100);
    CHECK_FALSE(same->next());
  });
}

TEST_CASE("a view is no table") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    connection->execute("CREATE VIEW LOOK AS SELECT ID, NAME FROM THING");
    CHECK(connection->columns("LOOK").empty());
  });
}

TEST_CASE("who opened for reading cannot write, whatever is asked") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::read);
    for (const auto* sql : {"INSERT INTO THING VALUES (1, 1, 'x')", "DELETE FROM THING",
                            "CREATE TABLE OTHER (ID INTEGER)", "DROP TABLE THING"}) {
      CHECK(error_of([&] { connection->execute(sql); }).kind() == ErrorKind::environment);
      CHECK(error_of([&] { connection->prepare(sql)->run(); }).kind() == ErrorKind::environment);
    }
    CHECK(count(*connection) == 0);
  });
}

TEST_CASE("a statement that the database does not understand is an environment error") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::read);
    CHECK(error_of([&] { connection->prepare("SELEC 1"); }).kind() == ErrorKind::environment);
    const auto missing = [&] { connection->prepare("SELECT 1 FROM NO_SUCH_TABLE"); };
    CHECK(error_of(missing).kind() == ErrorKind::environment);
  });
}

TEST_CASE("a value of a row or column that is not there is an internal error") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::read);
    const auto rows = connection->prepare("SELECT 1");
    CHECK(error_of([&] { rows->integer(0); }).kind() == ErrorKind::internal);
    REQUIRE(rows->next());
    CHECK(error_of([&] { rows->text(1); }).kind() == ErrorKind::internal);
    CHECK(error_of([&] { rows->is_null(-1); }).kind() == ErrorKind::internal);
  });
}

// A server takes a moment to see that a client is gone.
void lock_soon(Connection& connection, const std::string& owner) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (;;) {
    try {
      connection.lock(owner);
      return;
    } catch (const Error& error) {
      REQUIRE(error.kind() == ErrorKind::locked);
      REQUIRE(std::chrono::steady_clock::now() < until);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
}

// A database that lets one process in keeps the second run out before it could ask for the lock.
void keeps_out_at_the_door(const std::string& url) {
  {
    const test::Holder first([&] { open(url, Access::write).release()->lock("alice@db1"); });
    const Error error = error_of([&] { open(url, Access::write); });
    CHECK(error.kind() == ErrorKind::locked);
    CHECK(std::string(error.what()).find("alice@db1") != std::string::npos);
  }
  open(url, Access::write)->lock("bob@db2");
}

TEST_CASE("a second run is kept out, with the name of the first, until that is dead") {
  on_each([](const std::string& url) {
    if (lets_one_in(url)) return keeps_out_at_the_door(url);
    const auto connection = open(url, Access::write);
    {
      const test::Holder first([&] { open(url, Access::write).release()->lock("alice@db1"); });
      const Error error = error_of([&] { connection->lock("bob@db2"); });
      CHECK(error.kind() == ErrorKind::locked);
      CHECK(std::string(error.what()).find("alice@db1") != std::string::npos);
    }
    lock_soon(*connection, "bob@db2");
    connection->lock("bob@db2");  // once is enough
  });
}

TEST_CASE("the key that the database gave to the last inserted row is told") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    const std::string key(connection->dialect().serial_key);
    connection->execute("CREATE TABLE KEYED (ID " + key + ", NAME VARCHAR(20))");
    const auto row = connection->prepare("INSERT INTO KEYED (NAME) VALUES (?)");
    for (const std::int64_t id : {1, 2, 3}) {
      CHECK(row->run({"x"}) == 1);
      CHECK(connection->last_insert_id() == id);
    }
  });
}

TEST_CASE("a timestamp is read in milliseconds, as UTC") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    insert(*connection, 1, {}, "2026-04-23 10:18:00.123");
    const Dialect& dialect = connection->dialect();
    const auto rows =
        connection->prepare("SELECT " + spelled(dialect.milliseconds_of, "NAME") + ", " +
                            spelled(dialect.milliseconds_of, dialect.now_utc) + " FROM THING");
    REQUIRE(rows->next());
    CHECK(rows->integer(0) == 1'776'939'480'123);
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    CHECK(std::abs(rows->integer(1) - now.count()) < 60'000);
  });
}

TEST_SUITE_END();

}  // namespace
}  // namespace tokenshift::db
