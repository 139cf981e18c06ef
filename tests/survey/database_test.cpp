// SPDX-License-Identifier: Apache-2.0
// What a database tells, on each kind of database.
#include "tokenshift/survey/database.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/lab/lab.hpp"

#include "support/practice.hpp"
#include "support/servers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::test {
namespace {

using survey::DatabaseFacts;

constexpr const char* one_client =
    "(SELECT CONSUMER_KEY FROM IDN_OAUTH_CONSUMER_APPS WHERE ID = 10)";

// A practice deployment in a database of its own, on any engine.
class Survey {
 public:
  explicit Survey(const Engine& engine, const std::string& version = "4.6.0")
      : url_(engine.fresh_url()) {
    counts = lab::create({.destination = lab::Destination{.address = {.url = url_}},
                          .clients = 200,
                          .apim_version = version,
                          .seed = 7,
                          .custom_issuer = true,
                          .now = test_now()})
                 .counts;
  }

  void sql(const std::string& statement) const {
    db::open(db::Address{.url = url_}, db::Access::write)->execute(statement);
  }

  DatabaseFacts look() const {
    const auto database = db::open(db::Address{.url = url_}, db::Access::read);
    return survey::look_at_database(*database, apim::read_catalog(*database), {.now = test_now()});
  }

  lab::Counts counts;

 private:
  std::string url_;
};

std::int64_t sum_of(const survey::Clients& clients) {
  std::int64_t sum = 0;
  for (const auto& group : clients.opaque) sum += group.clients;
  return sum;
}

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

}  // namespace

TEST_SUITE("engines") {
  TEST_CASE("everything about a database is known, and the clients are those that were made") {
    on_each_engine([](const Engine& engine) {
      const Survey survey(engine);
      const DatabaseFacts facts = survey.look();
      CAPTURE(facts.clients.why_not);
      REQUIRE(facts.clients.value.has_value());
      CHECK(facts.clients.value->census.total() == survey.counts.clients);
      CHECK(facts.clients.value->census.of(apps::TokenType::opaque) == survey.counts.opaque);
      CHECK(sum_of(*facts.clients.value) == survey.counts.opaque);
      CHECK(facts.clients.value->blocking == survey.counts.custom);
      CHECK(facts.clients.value->portal_flags > 0);
      CAPTURE(facts.live_opaque.why_not);
      REQUIRE(facts.live_opaque.value.has_value());
      CHECK(facts.live_opaque.value->access == survey.counts.live_opaque);
      CHECK(facts.other_key_managers.value == std::vector<std::string>{"Okta (Okta)"});
      CHECK(facts.identity_server.value == false);
      CHECK(facts.signs_of_use.value->empty());
      CAPTURE(facts.without_service_provider.why_not);
      CHECK(facts.without_service_provider.value == 1);  // a hard row of the lab
      CHECK(facts.settings.value.has_value());
      CHECK(facts.revocations.value->size() == 5);
      CHECK(facts.live_bound.value == 0);
    });
  }

  TEST_CASE("what is set at a single client is counted, with its name") {
    on_each_engine([](const Engine& engine) {
      const Survey survey(engine);
      const auto before = *survey.look().settings.value;
      survey.sql(
          fmt::format("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'cookie'"
                      " WHERE PROPERTY_KEY = 'tokenBindingType' AND CONSUMER_KEY = {}",
                      one_client));
      survey.sql(
          fmt::format("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'false'"
                      " WHERE PROPERTY_KEY = 'renewRefreshToken' AND CONSUMER_KEY = {}",
                      one_client));
      survey.sql("UPDATE IDN_OAUTH_CONSUMER_APPS SET REFRESH_TOKEN_EXPIRE_TIME = -1 WHERE ID = 10");
      survey.sql(
          "UPDATE IDN_OAUTH_CONSUMER_APPS SET USER_ACCESS_TOKEN_EXPIRE_TIME = 86401 WHERE ID = 11");
      survey.sql(
          "UPDATE IDN_OAUTH_CONSUMER_APPS SET APP_ACCESS_TOKEN_EXPIRE_TIME = 2147483647"
          " WHERE ID = 12");
      const auto after = *survey.look().settings.value;
      CHECK(after.bound.clients == before.bound.clients + 1);
      CHECK(after.not_renewed.clients == before.not_renewed.clients + 1);
      CHECK(after.never_expiring.clients == before.never_expiring.clients + 2);
      CHECK(after.long_lived.clients == before.long_lived.clients + 1);
      CHECK(after.longest_lifetime == 86'401);
      CHECK_FALSE(after.long_lived.example.empty());
    });
  }

  TEST_CASE("the index of revoked tokens is found by its column, whatever its name") {
    on_each_engine([](const Engine& engine) {
      const Survey without(engine, "4.3.0");
      CHECK(without.look().invalid_tokens_indexed.value == false);
      without.sql("CREATE INDEX OF_THE_DBA ON IDN_INVALID_TOKENS (CONSUMER_KEY, TOKEN_IDENTIFIER)");
      CHECK(without.look().invalid_tokens_indexed.value == false);
      CHECK(Survey(engine).look().invalid_tokens_indexed.value == true);
    });
  }

  TEST_CASE("rows of revocations are use, and are counted as expired when no token needs them") {
    on_each_engine([](const Engine& engine) {
      const Survey survey(engine);
      survey.sql(
          "UPDATE IDN_OAUTH_CONSUMER_APPS SET USER_ACCESS_TOKEN_EXPIRE_TIME = 3600,"
          " APP_ACCESS_TOKEN_EXPIRE_TIME = 3600, REFRESH_TOKEN_EXPIRE_TIME = 86400");
      const std::string row =
          "INSERT INTO IDN_INVALID_TOKENS (UUID, TOKEN_IDENTIFIER, CONSUMER_KEY, TIME_CREATED,"
          " EXPIRY_TIMESTAMP) VALUES ('{0}', '{0}', 'k', '2025-12-31 10:00:00', '{1}')";
      survey.sql(fmt::format(fmt::runtime(row), "past", "2025-12-31 23:59:59"));
      survey.sql(fmt::format(fmt::runtime(row), "future", "2026-01-01 00:00:01"));
      const std::string event =
          "INSERT INTO IDN_APP_REVOKED_EVENT (EVENT_ID, CONSUMER_KEY, TIME_REVOKED, ORGANIZATION)"
          " VALUES ('{0}', '{0}', '{1}', 'carbon.super')";
      survey.sql(fmt::format(fmt::runtime(event), "old", "2025-12-30 23:59:59"));
      survey.sql(fmt::format(fmt::runtime(event), "needed", "2025-12-31 00:00:01"));
      const DatabaseFacts facts = survey.look();
      CHECK(contains(*facts.signs_of_use.value, "IDN_INVALID_TOKENS holds 2 rows"));
      CHECK(contains(*facts.signs_of_use.value, "IDN_APP_REVOKED_EVENT holds 2 rows"));
      REQUIRE(facts.revocations.value.has_value());
      for (const auto& table : *facts.revocations.value) {
        CAPTURE(table.name);
        const bool filled =
            table.name == "IDN_INVALID_TOKENS" || table.name == "IDN_APP_REVOKED_EVENT";
        CHECK(table.rows == (filled ? 2 : 0));
        CHECK(table.expired == (filled ? 1 : 0));
      }
      // With a client whose tokens never end, no event can ever go.
      survey.sql("UPDATE IDN_OAUTH_CONSUMER_APPS SET REFRESH_TOKEN_EXPIRE_TIME = -1 WHERE ID = 10");
      const DatabaseFacts endless = survey.look();
      CHECK((*endless.revocations.value)[1].expired == 0);
      CHECK((*endless.revocations.value)[0].expired == 1);
    });
  }

  TEST_CASE("the busiest minute, and living tokens that are bound, are counted") {
    on_each_engine([](const Engine& engine) {
      const Survey survey(engine);
      // The first and the last moment of a minute belong to it.
      survey.sql("UPDATE IDN_OAUTH2_ACCESS_TOKEN SET TIME_CREATED = '2025-06-01 10:00:00.000'");
      const DatabaseFacts facts = survey.look();
      CAPTURE(facts.busiest.why_not);
      REQUIRE(facts.busiest.value.has_value());
      CHECK(facts.busiest.value->tokens == survey.counts.tokens);
      CHECK(facts.busiest.value->refresh_tokens == survey.counts.tokens);
      CHECK(to_rfc3339(facts.busiest.value->start) == "2025-06-01T10:00:00Z");
      survey.sql("UPDATE IDN_OAUTH2_ACCESS_TOKEN SET TIME_CREATED = '2025-06-01 10:00:59.999'");
      CHECK(to_rfc3339(survey.look().busiest.value->start) == "2025-06-01T10:00:00Z");
      survey.sql("UPDATE IDN_OAUTH2_ACCESS_TOKEN SET TIME_CREATED = '2025-06-01 10:01:00.000'");
      CHECK(to_rfc3339(survey.look().busiest.value->start) == "2025-06-01T10:01:00Z");
      survey.sql("UPDATE IDN_OAUTH2_ACCESS_TOKEN SET TOKEN_BINDING_REF = 'abc'");
      const std::int64_t bound = *survey.look().live_bound.value;
      CHECK(bound > 0);
      CHECK(bound < survey.counts.tokens);
    });
  }

  TEST_CASE("a database without a column leaves one question open, and answers the others") {
    on_each_engine([](const Engine& engine) {
      const Survey survey(engine);
      survey.sql("ALTER TABLE IDN_OAUTH_CONSUMER_APPS DROP COLUMN REFRESH_TOKEN_EXPIRE_TIME");
      const DatabaseFacts facts = survey.look();
      CHECK_FALSE(facts.settings.value.has_value());
      CHECK_FALSE(facts.settings.why_not.empty());
      CHECK(facts.live_opaque.value.has_value());
      CHECK(facts.clients.value.has_value());
    });
  }
}

TEST_CASE("guard check asks a database for signs of use alone") {
  const Practice practice(40);
  const auto database = practice.open();
  const DatabaseFacts facts = survey::look_for_use(*database);
  CHECK(facts.signs_of_use.value->empty());
  CHECK_FALSE(facts.clients.value.has_value());
}

}  // namespace tokenshift::test
