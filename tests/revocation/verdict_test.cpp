// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/revocation/verdict.hpp"

#include "tokenshift/revocation/write.hpp"

#include "support/errors.hpp"
#include "support/stores.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace tokenshift;
using namespace tokenshift::revocation;
using std::chrono::milliseconds;

namespace {

constexpr std::int64_t iat = 1767225600;  // 2026-01-01T00:00:00Z

Time at_ms(std::int64_t milliseconds_after) {
  return Time{milliseconds{iat * 1000 + milliseconds_after}};
}

Token token() {
  return {.jti = "11111111-1111-4111-8111-111111111111",
          .client = "Xh2p3p6jFv5GqN0oGmY3dJb0kT4a",
          .entity_id = "a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6c",
          .sub = "a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6c",
          .issued = iat};
}

CutOff cut_off(Whose whose, Time at, const std::string& organization = "carbon.super") {
  const Token of = token();
  return {whose, whose == Whose::user ? of.entity_id : of.client, organization, at};
}

void put(const test::Store& store, const std::vector<CutOff>& cut_offs) {
  const auto database = store.open();
  write(*database, {.cut_offs = cut_offs, .gateway_tables = true}, test::counting_ids());
}

Verdict verdict(const test::Store& store, View view, const Token& of) {
  const auto database = store.open();
  return Reader(*database, view).look_up(of);
}

bool revoked(const test::Store& store, View view, const Token& of) {
  return verdict(store, view, of).revoked();
}

}  // namespace

TEST_CASE("a cut-off reaches the tokens of its own second, for the gateway only when it is later") {
  struct Row {
    std::int64_t event_ms;  // after the iat of the token
    bool key_manager;
    bool gateway;
  };
  for (const Row& row : {Row{-1001, false, false}, Row{-1, false, false}, Row{0, true, false},
                         Row{1, true, true}, Row{499, true, true}, Row{500, true, true},
                         Row{999, true, true}, Row{1000, true, true}, Row{1001, true, true}}) {
    CAPTURE(row.event_ms);
    CHECK(reaches(at_ms(row.event_ms), iat, View::key_manager) == row.key_manager);
    CHECK(reaches(at_ms(row.event_ms), iat, View::gateway) == row.gateway);
  }
}

TEST_CASE("no number that a token may hold as iat overflows") {
  using Limits = std::numeric_limits<std::int64_t>;
  for (const View view : {View::key_manager, View::gateway}) {
    CHECK(reaches(at_ms(0), Limits::min(), view));
    CHECK_FALSE(reaches(at_ms(0), Limits::max(), view));
    CHECK(reaches(at_ms(0), -1, view));
    CHECK_FALSE(reaches(at_ms(0), 9223372036854775, view));
  }
}

TEST_CASE("a cut-off that was written comes back with the rounding of the column") {
  test::on_each_store([](const test::Store& store) {
    for (const std::int64_t ms : {0, 499, 500, 999}) {
      CAPTURE(ms);
      CutOff event = cut_off(Whose::client, at_ms(ms));
      event.key = "client-" + std::to_string(ms);
      put(store, {event});
      Token of = token();
      of.client = event.key;
      const Verdict found = verdict(store, View::key_manager, of);
      REQUIRE(found.revoked());
      const std::int64_t kept = (*found.hits.front().cut_off - at_ms(0)).count();
      // MySQL's TIMESTAMP has whole seconds, and rounds half up.
      CHECK(kept == (store.engine == "mysql" ? (ms < 500 ? 0 : 1000) : ms));
      // Issued in the second after the event: good, unless the column was rounded into it.
      of.issued = iat + 1;
      CHECK(revoked(store, View::key_manager, of) == (kept == 1000));
      CHECK_FALSE(revoked(store, View::gateway, of));
      of.issued = iat;
      CHECK(revoked(store, View::gateway, of) == (kept > 0));
    }
  });
}

TEST_CASE("a token is revoked by its jti together with its client, for the gateway by the jti") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    write(*database,
          {.tokens = {{.jti = token().jti, .client = token().client, .expires = at_ms(3600'000)}},
           .gateway_tables = true},
          test::counting_ids());
    Token of = token();
    CHECK(verdict(store, View::key_manager, of).hits == std::vector<Hit>{{.rule = Rule::token}});
    CHECK(revoked(store, View::gateway, of));
    of.client = "another";
    CHECK_FALSE(revoked(store, View::key_manager, of));
    CHECK(revoked(store, View::gateway, of));
    of.jti = "22222222-2222-4222-8222-222222222222";
    CHECK_FALSE(revoked(store, View::gateway, of));
  });
}

TEST_CASE("a row that has expired revokes all the same") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    write(
        *database,
        {.tokens = {{.jti = token().jti, .client = token().client, .expires = at_ms(-86400'000)}}},
        test::counting_ids());
    CHECK(revoked(store, View::key_manager, token()));
    CHECK_FALSE(revoked(store, View::gateway, token()));
  });
}

TEST_CASE("of several cut-offs the one that reaches counts, whatever the others say") {
  struct Row {
    std::int64_t client_ms;
    std::int64_t user_ms;
    std::int64_t other_organization_ms;
    std::size_t hits;
  };
  // Cut-offs of one kind that are too early must not hide those of another that are not.
  for (const Row& row :
       {Row{-5000, -5000, -5000, 0}, Row{5000, -5000, -5000, 1}, Row{-5000, 5000, -5000, 1},
        Row{-5000, -5000, 5000, 1}, Row{5000, 5000, -5000, 2}, Row{-5000, 5000, 5000, 2},
        Row{5000, 5000, 5000, 2}}) {
    CAPTURE(row.client_ms);
    CAPTURE(row.user_ms);
    CAPTURE(row.other_organization_ms);
    test::on_each_store([&](const test::Store& store) {
      put(store,
          {cut_off(Whose::client, at_ms(row.client_ms)), cut_off(Whose::user, at_ms(row.user_ms)),
           cut_off(Whose::client, at_ms(row.other_organization_ms), "acme.example")});
      for (const View view : {View::key_manager, View::gateway}) {
        CHECK(verdict(store, view, token()).hits.size() == row.hits);
      }
    });
  }
}

TEST_CASE("the latest of several cut-offs of a client is named, with its organization") {
  test::on_each_store([](const test::Store& store) {
    put(store,
        {cut_off(Whose::client, at_ms(9000), "acme.example"), cut_off(Whose::client, at_ms(2000))});
    const Verdict found = verdict(store, View::key_manager, token());
    CHECK(found.hits ==
          std::vector<Hit>{
              {.rule = Rule::client, .cut_off = at_ms(9000), .organization = "acme.example"}});
  });
}

TEST_CASE("the key manager asks for entity_id, the gateway for sub and its kind") {
  test::on_each_store([](const test::Store& store) {
    put(store, {cut_off(Whose::user, at_ms(5000))});
    Token of = token();
    of.sub = "alice";  // an application that names its users by name
    CHECK(revoked(store, View::key_manager, of));
    CHECK_FALSE(revoked(store, View::gateway, of));

    // A client_credentials token: entity_id is the client, sub its owner.
    Token application = token();
    application.entity_id = application.client;
    CHECK_FALSE(revoked(store, View::key_manager, application));
    CHECK(revoked(store, View::gateway, application));
    put(store, {cut_off(Whose::users_client, at_ms(5000))});
    CHECK(revoked(store, View::key_manager, application));
  });
}

TEST_CASE("a user's cut-off under a client's id does not count for the gateway") {
  test::on_each_store([](const test::Store& store) {
    CutOff event = cut_off(Whose::user, at_ms(5000));
    event.key = token().client;
    put(store, {event});
    Token of = token();
    of.sub = of.client;
    CHECK_FALSE(revoked(store, View::gateway, of));
    of.entity_id = of.client;
    CHECK(revoked(store, View::key_manager, of));  // it does not look at the kind
  });
}

TEST_CASE("a client that differs in upper and lower case is another one") {
  test::on_each_store([](const test::Store& store) {
    CutOff event = cut_off(Whose::client, at_ms(5000));
    event.key = "xh2p3p6jfv5gqn0ogmy3djb0kt4a";
    put(store, {event});
    const Verdict found = verdict(store, View::key_manager, token());
    CHECK_FALSE(found.revoked());
    CHECK(found.differs_in_case == (store.engine == "mysql"));
  });
}

TEST_CASE("a database without the tables is told from one without revocations") {
  test::on_each_store([](const test::Store& store) {
    store.sql("DROP TABLE IDN_APP_REVOKED_EVENT");
    const auto database = store.open();
    const Error error = test::error_of([&] { Reader(*database, View::key_manager); });
    CHECK(error.kind() == ErrorKind::input);
    CHECK(std::string(error.what()).find("IDN_APP_REVOKED_EVENT") != std::string::npos);
    CHECK_NOTHROW(Reader(*database, View::gateway));
  });
}
