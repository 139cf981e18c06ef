// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/apply.hpp"

#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace tokenshift;
using namespace tokenshift::apps;
using test::Practice;
using test::surroundings;

namespace {

Plan plan_of(db::Connection& database) {
  return make_plan(database, apim::read_catalog(database), {});
}

Outcome convert(const Practice& practice, int stop_after = 0) {
  const auto database = practice.open();
  return apply(*database, plan_of(*database), surroundings(stop_after));
}

Outcome restore(const Practice& practice, std::int64_t run, int stop_after = 0) {
  return undo(*practice.open(), run, "", surroundings(stop_after));
}

}  // namespace

TEST_CASE("apply makes every client JWT, and a second time changes nothing") {
  const Practice practice;
  const Outcome outcome = convert(practice);
  CHECK(outcome.drifted == 0);
  CHECK(outcome.done == practice.number("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL"));
  const auto database = practice.open();
  const Plan after = plan_of(*database);
  CHECK(after.changes.empty());
  CHECK(after.clients_are_jwt());
  const std::string contents = practice.contents();
  CHECK(apply(*database, after, surroundings()).run == 0);
  CHECK(practice.contents() == contents);
  CHECK(runs(*database).size() == 1);
}

TEST_CASE("apply writes the token type and nothing else") {
  const Practice practice;
  convert(practice);
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY P JOIN IDN_OAUTH_CONSUMER_APPS A"
                        " ON A.CONSUMER_KEY = P.CONSUMER_KEY AND A.TENANT_ID = P.TENANT_ID"
                        " WHERE P.PROPERTY_KEY = 'tokenType' AND P.PROPERTY_VALUE IS NOT 'JWT'"
                        " AND A.OAUTH_VERSION = 'OAuth-2.0'") == 0);
  // A row of another tenant is not the client's: it stays, and the right one is added.
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY P JOIN IDN_OAUTH_CONSUMER_APPS A"
                        " ON A.CONSUMER_KEY = P.CONSUMER_KEY AND A.TENANT_ID <> P.TENANT_ID"
                        " WHERE P.PROPERTY_KEY = 'tokenType' AND P.PROPERTY_VALUE <> 'JWT'") > 0);
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY P JOIN IDN_OAUTH_CONSUMER_APPS A"
                        " ON A.CONSUMER_KEY = P.CONSUMER_KEY WHERE A.OAUTH_VERSION <> 'OAuth-2.0'"
                        " AND P.PROPERTY_KEY = 'tokenType' AND P.PROPERTY_VALUE = 'JWT'") == 0);
  CHECK(practice.number("SELECT COUNT(*) FROM SP_APP S JOIN SP_INBOUND_AUTH I ON I.APP_ID = S.ID"
                        " JOIN AM_SYSTEM_APPS Y ON Y.CONSUMER_KEY = I.INBOUND_AUTH_KEY"
                        " WHERE S.IS_USE_USER_DOMAIN_SUBJECT <> '1'"
                        " OR S.IS_USE_TENANT_DOMAIN_SUBJECT <> '0'") == 0);
}

TEST_CASE("undo restores every byte of every table") {
  const Practice practice;
  const std::string before = practice.contents();
  const Outcome outcome = convert(practice);
  REQUIRE(practice.contents() != before);
  CHECK(restore(practice, outcome.run).done == outcome.done);
  CHECK(practice.contents() == before);
  CHECK(restore(practice, outcome.run).done == 0);
}

TEST_CASE("undo leaves what somebody else changed since, and says so") {
  const Practice practice;
  const Outcome outcome = convert(practice);
  practice.sql(
      "UPDATE AM_APPLICATION SET TOKEN_TYPE = 'OAUTH' WHERE APPLICATION_ID ="
      " (SELECT MIN(ROW_ID) FROM TOKENSHIFT_JOURNAL WHERE TARGET = 'application')");
  const Outcome undone = restore(practice, outcome.run);
  CHECK(undone.drifted == 1);
  CHECK(undone.done == outcome.done - 1);
  REQUIRE(undone.drift.size() == 1);
  CHECK(undone.drift[0].target == Target::application);
  CHECK(practice.number("SELECT COUNT(*) FROM AM_APPLICATION WHERE TOKEN_TYPE = 'OAUTH'") > 0);
}

TEST_CASE("a row that is no longer as planned is left and reported") {
  const Practice practice;
  const auto database = practice.open();
  const Plan plan = plan_of(*database);
  const std::int64_t row =
      practice.number("SELECT MIN(ID) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE = 'Default'");
  practice.sql("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'Acme' WHERE ID = " +
               std::to_string(row));
  const Outcome outcome = apply(*database, plan, surroundings());
  CHECK(outcome.drifted == 1);
  REQUIRE(outcome.drift.size() == 1);
  CHECK(outcome.drift[0].row == row);
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE = 'Acme'") ==
        1);
}

TEST_CASE("a run that is stopped between chunks continues as the same run, and undoes as one") {
  const Practice practice(3000);
  const std::string before = practice.contents();
  const Outcome first = convert(practice, 2);
  CHECK(first.interrupted);
  REQUIRE(first.done > 0);
  const Outcome second = convert(practice);
  CHECK(second.continued);
  CHECK(second.run == first.run);
  const auto database = practice.open();
  CHECK(plan_of(*database).changes.empty());
  CHECK(runs(*database).size() == 1);

  const Outcome half = restore(practice, first.run, 1);
  CHECK(half.interrupted);
  CHECK(runs(*database)[0].state == state_undoing);
  const Outcome rest = restore(practice, first.run);
  CHECK(rest.continued);
  CHECK(half.done + rest.done == first.done + second.done);
  CHECK(practice.contents() == before);
}

TEST_CASE("undo after random edits by others: edited rows stay, all others are as before") {
  std::mt19937 random(20260101);  // NOLINT(cert-msc51-cpp): the same every time
  const Practice practice(400);
  const auto values_of = [&] {
    std::vector<std::string> rows;
    const auto database = practice.open();
    const auto all =
        database->prepare("SELECT ID, PROPERTY_VALUE FROM IDN_OIDC_PROPERTY ORDER BY ID");
    while (all->next()) {
      rows.push_back(std::string(all->text(0)) + "=" +
                     (all->is_null(1) ? "\\N" : std::string(all->text(1))));
    }
    return rows;
  };
  const auto before = values_of();
  const Outcome outcome = convert(practice);
  std::vector<std::int64_t> edited;
  const auto database = practice.open();
  const auto update =
      database->prepare("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'edited' WHERE ID = ?");
  for (auto chunk = next_chunk(*database, outcome.run, 0); chunk;
       chunk = next_chunk(*database, outcome.run, *chunk)) {
    for (const Entry& entry : open_entries(*database, outcome.run, *chunk)) {
      if (entry.target != Target::type_row || random() % 10 != 0) continue;
      edited.push_back(entry.row);
      update->run({entry.row});
    }
  }
  REQUIRE_FALSE(edited.empty());
  CHECK(restore(practice, outcome.run).drifted == static_cast<std::int64_t>(edited.size()));
  const auto after = values_of();
  REQUIRE(after.size() == before.size());
  std::size_t differing = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i] == before[i]) continue;
    ++differing;
    CHECK(after[i].ends_with("=edited"));
  }
  CHECK(differing == edited.size());
}
