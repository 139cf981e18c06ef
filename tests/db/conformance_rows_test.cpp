// SPDX-License-Identifier: Apache-2.0
// What every kind of database must do with many rows, and with bytes.
#include "thing.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::db {
namespace {

constexpr std::int64_t rows_to_read = 5000;

TEST_SUITE_BEGIN("engines");

TEST_CASE("a large result comes in portions, between which other statements run") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    {
      Transaction transaction(*connection, Transaction::Kind::write);
      const std::vector<std::string_view> columns{"ID", "NUMBER", "NAME"};
      const auto bulk = connection->bulk_insert("THING", columns);
      for (std::int64_t id = 1; id <= rows_to_read; ++id) bulk->add({id, id * 2, "name"});
      bulk->finish();
      transaction.commit();
    }
    const auto other = lets_one_in(url) ? nullptr : open(url, Access::read);
    Connection* const reader = other ? other.get() : connection.get();
    const Transaction transaction(*reader, Transaction::Kind::read);
    const auto lookup = reader->prepare("SELECT NUMBER FROM THING WHERE ID = ?");
    const auto rows = reader->stream("SELECT ID FROM THING WHERE ID > ? ORDER BY ID");
    for (const std::int64_t after : {std::int64_t{0}, std::int64_t{4000}}) {
      rows->bind({after});
      std::int64_t seen = after;
      while (rows->next()) {
        REQUIRE(rows->integer(0) == ++seen);
        if (seen % 500 != 0) continue;
        lookup->bind({seen});
        REQUIRE(lookup->next());
        CHECK(lookup->integer(0) == seen * 2);
      }
      CHECK(seen == rows_to_read);
    }
  });
}

TEST_CASE("rows inserted in bulk are those that were added, whatever is in them") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    const std::vector<std::string_view> columns{"ID", "NAME"};
    const std::vector<std::string> texts{
        "",        "it's \"q\" \\ \\N \\x41 %", "tab\tline\nreturn\r",
        "Zoë 😀 𝕏", std::string(255, '\\'),      "\\."};
    const auto bulk = connection->bulk_insert("THING", columns);
    std::int64_t id = 0;
    for (const std::string& text : texts) bulk->add({++id, std::string_view{text}});
    bulk->add({++id, {}});
    bulk->finish();
    bulk->finish();  // nothing is left
    const auto rows = connection->prepare("SELECT NAME FROM THING ORDER BY ID");
    for (const std::string& text : texts) {
      REQUIRE(rows->next());
      CHECK(rows->text(0) == text);
    }
    REQUIRE(rows->next());
    CHECK(rows->is_null(0));
    CHECK_FALSE(rows->next());
  });
}

TEST_CASE("bytes come back as they were written, one by one or in bulk") {
  on_each([](const std::string& url) {
    const auto connection = open(url, Access::write);
    const bool postgresql = connection->dialect().name == "postgresql";
    connection->execute(std::string("CREATE TABLE BLOBS (ID INTEGER, DATA ") +
                        (postgresql ? "BYTEA" : "BLOB") + ")");
    std::string bytes = R"({"key":"\u003d\\"})";
    bytes.append({'\n', '\t', '\'', '\x7f', '\xff', '\xfe'});
    connection->prepare("INSERT INTO BLOBS VALUES (?, ?)")->run({1, Bytes{bytes}});
    const std::vector<std::string_view> columns{"ID", "DATA"};
    const auto bulk = connection->bulk_insert("BLOBS", columns);
    bulk->add({2, Bytes{bytes}});
    bulk->finish();
    std::string hex;
    for (const char c : bytes) {
      constexpr std::string_view digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      hex += {digits[byte >> 4U], digits[byte & 15U]};
    }
    const bool h2 = connection->dialect().name == "h2";
    const auto rows =
        connection->prepare(postgresql ? "SELECT UPPER(ENCODE(DATA, 'hex')) FROM BLOBS"
                            : h2       ? "SELECT UPPER(RAWTOHEX(DATA)) FROM BLOBS"
                                       : "SELECT HEX(DATA) FROM BLOBS");
    for (int i = 0; i < 2; ++i) {
      REQUIRE(rows->next());
      CHECK(rows->text(0) == hex);
    }
  });
}

TEST_SUITE_END();

}  // namespace
}  // namespace tokenshift::db
