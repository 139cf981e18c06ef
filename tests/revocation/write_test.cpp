// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/revocation/write.hpp"

#include "tokenshift/revocation/verdict.hpp"

#include "support/errors.hpp"
#include "support/stores.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace tokenshift;
using namespace tokenshift::revocation;
using std::chrono::milliseconds;

namespace {

using What = Effect::What;

const Time noon{milliseconds{1767268800000}};  // 2026-01-01T12:00:00Z

Revocation one_client(Time at, bool gateway_tables = false) {
  return {.cut_offs = {{Whose::client, "client", "carbon.super", at}},
          .gateway_tables = gateway_tables};
}

std::vector<What> whats(const std::vector<Effect>& effects) {
  std::vector<What> all;
  for (const Effect& effect : effects) all.push_back(effect.what);
  return all;
}

}  // namespace

TEST_CASE("a cut-off is inserted once and moves forward, never back") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    const auto ids = test::counting_ids();
    CHECK(whats(write(*database, one_client(noon), ids)) == std::vector{What::inserted});
    CHECK(whats(write(*database, one_client(noon + milliseconds{1500}), ids)) ==
          std::vector{What::moved});

    const auto back = write(*database, one_client(noon), ids);
    CHECK(whats(back) == std::vector{What::already});
    CHECK(*back.front().now > noon);
    CHECK(store.number("SELECT COUNT(*) FROM IDN_APP_REVOKED_EVENT") == 1);
    CHECK(store.number("SELECT COUNT(*) FROM AM_APP_REVOKED_EVENT") == 0);
  });
}

TEST_CASE("times are written as UTC literals with milliseconds") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    write(*database, one_client(noon + milliseconds{123}), test::counting_ids());
    const auto row =
        database->prepare("SELECT CAST(TIME_REVOKED AS CHAR(23)) FROM IDN_APP_REVOKED_EVENT");
    REQUIRE(row->next());
    const std::string text(row->text(0));
    CHECK(text.substr(0, 19) == "2026-01-01 12:00:00");
    if (store.engine != "mysql") CHECK(text == "2026-01-01 12:00:00.123");
  });
}

TEST_CASE("the gateways' tables are written when asked for, with what they want") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    const Revocation all{
        .tokens = {{.jti = "jti", .client = "client", .expires = noon, .tenant_id = -1234}},
        .cut_offs = {{Whose::client, "client", "carbon.super", noon},
                     {Whose::user, "user", "carbon.super", noon},
                     {Whose::users_client, "client", "carbon.super", noon}},
        .gateway_tables = true};
    CHECK(whats(write(*database, all, test::counting_ids())) ==
          std::vector<What>(8, What::inserted));
    CHECK(store.number("SELECT COUNT(*) FROM AM_REVOKED_JWT WHERE SIGNATURE = 'jti' AND"
                       " EXPIRY_TIMESTAMP = 1767268800000 AND TENANT_ID = -1234"
                       " AND TOKEN_TYPE = 'JWT'") == 1);
    CHECK(store.number("SELECT COUNT(*) FROM AM_APP_REVOKED_EVENT") == 1);
    CHECK(store.number("SELECT COUNT(*) FROM AM_SUBJECT_ENTITY_REVOKED_EVENT"
                       " WHERE ENTITY_TYPE IN ('USER_ID', 'CLIENT_ID')") == 2);
    // The same again writes nothing.
    CHECK(whats(write(*database, all, test::counting_ids())) ==
          std::vector<What>(8, What::already));
    CHECK(store.number("SELECT COUNT(*) FROM IDN_INVALID_TOKENS") == 1);
    CHECK(store.number("SELECT COUNT(*) FROM AM_REVOKED_JWT") == 1);
  });
}

TEST_CASE("a preview says what would happen and writes nothing") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    write(*database, one_client(noon), test::counting_ids());
    const Time later = noon + milliseconds{60'000};
    const auto effects = preview(*database, one_client(later, true));
    CHECK(whats(effects) == std::vector{What::moved, What::inserted});
    CHECK(*effects.front().before == noon);
    CHECK(*effects.front().now == later);
    CHECK(whats(preview(*database, one_client(noon - milliseconds{1}))) ==
          std::vector{What::already});
    CHECK(store.number("SELECT COUNT(*) FROM AM_APP_REVOKED_EVENT") == 0);
  });
}

TEST_CASE("a token that never expires is kept until the last time that the column holds") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    const Time never{milliseconds{9223372036854775000}};
    write(*database,
          {.tokens = {{.jti = "endless", .client = "client", .expires = never}},
           .gateway_tables = true},
          test::counting_ids());
    CHECK(store.number("SELECT COUNT(*) FROM IDN_INVALID_TOKENS"
                       " WHERE EXPIRY_TIMESTAMP > '2038-01-17 00:00:00'") == 1);
    CHECK(store.number("SELECT COUNT(*) FROM AM_REVOKED_JWT"
                       " WHERE EXPIRY_TIMESTAMP = 9223372036854775000") == 1);
  });
}

TEST_CASE("what is to be written is written whole or not at all") {
  test::on_each_store([](const test::Store& store) {
    store.sql("DROP TABLE AM_APP_REVOKED_EVENT");
    const auto database = store.open();
    const Error error =
        test::error_of([&] { write(*database, one_client(noon, true), test::counting_ids()); });
    CHECK(error.kind() == ErrorKind::input);
    CHECK(store.number("SELECT COUNT(*) FROM IDN_APP_REVOKED_EVENT") == 0);
  });
}

TEST_CASE("an INSERT that keeps failing is tried six times, and then the reason is told") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    // The same EVENT_ID as another row: the primary key refuses it each time.
    write(*database, {.cut_offs = {{Whose::client, "other", "carbon.super", noon}}},
          [] { return std::string("same"); });
    int asked = 0;
    const Error error = test::error_of([&] {
      write(*database, one_client(noon), [&] {
        ++asked;
        return std::string("same");
      });
    });
    CHECK(error.kind() == ErrorKind::environment);
    CHECK(asked == 6);
    CHECK(store.number("SELECT COUNT(*) FROM IDN_APP_REVOKED_EVENT") == 1);
  });
}

TEST_CASE("an INSERT that lost a race is made good by the next attempt") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    write(*database, {.cut_offs = {{Whose::client, "other", "carbon.super", noon}}},
          [] { return std::string("taken"); });
    int asked = 0;
    const auto effects = write(*database, one_client(noon),
                               [&] { return std::string(++asked < 3 ? "taken" : "free"); });
    CHECK(whats(effects) == std::vector{What::inserted});
    CHECK(asked == 3);
  });
}

TEST_CASE("writers at the same time leave one row with the latest cut-off") {
  test::on_each_store([](const test::Store& store) {
    constexpr int writers = 4;
    constexpr int rounds = 10;
    std::vector<std::thread> threads;
    std::vector<std::string> problems(writers);
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([&, writer] {
        try {
          const auto database = store.open();
          for (int round = 0; round < rounds; ++round) {
            const Time at = noon + milliseconds{1000 * (round * writers + writer)};
            int id = 0;
            write(*database, one_client(at, true), [&] {
              return std::to_string(writer) + "-" + std::to_string(round) + "-" +
                     std::to_string(++id);
            });
          }
        } catch (const Error& error) {
          problems[static_cast<std::size_t>(writer)] = error.what();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& problem : problems) CHECK(problem.empty());
    CHECK(store.number("SELECT COUNT(*) FROM IDN_APP_REVOKED_EVENT") == 1);
    const auto database = store.open();
    const auto effects = preview(*database, one_client(noon, true));
    for (const Effect& effect : effects) {
      CHECK(*effect.now == noon + milliseconds{1000 * (writers * rounds - 1)});
    }
  });
}
