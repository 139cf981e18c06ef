// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/plan.hpp"

#include "tokenshift/db/backend.hpp"

#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace tokenshift;
using namespace tokenshift::apps;

namespace {

Client client(std::int64_t id, std::vector<TypeRow> types, bool oauth1 = false) {
  Client made;
  made.id = id;
  made.types = std::move(types);
  made.oauth1 = oauth1;
  return made;
}

// The changes as text: "type-row 5 Default".
std::vector<std::string> shown(const Plan& plan) {
  std::vector<std::string> lines;
  for (const Change& change : plan.changes) {
    lines.push_back(std::string(spec_of(change.target).name) + " " + std::to_string(change.row) +
                    " " + plan.values[change.old_value].value_or("NULL"));
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("rows that are not exactly JWT change, a missing row is inserted") {
  Planner planner({});
  planner.client(client(1, {{10, "JWT"}}));
  planner.client(client(2, {{11, "Default"}}));
  planner.client(client(3, {}));
  planner.client(client(4, {{12, "JWT"}, {13, "jwt"}, {14, std::nullopt}}));
  const Plan plan = std::move(planner).finish();
  CHECK(shown(plan) ==
        Lines{"type-row 11 Default", "type-row 13 jwt", "type-row 14 NULL", "missing-type 3 NULL"});
  CHECK(plan.clients_to_convert == 3);
  CHECK_FALSE(plan.clients_are_jwt());
}

TEST_CASE("OAuth 1.0a clients are left alone and do not block") {
  Planner planner({});
  planner.client(client(1, {{10, "Default"}}, true));
  const Plan plan = std::move(planner).finish();
  CHECK(plan.changes.empty());
  REQUIRE(plan.left.size() == 1);
  CHECK(plan.left[0].reason == Reason::oauth1);
  CHECK(plan.clients_are_jwt());
}

TEST_CASE("a custom issuer blocks, unless it is converted or accepted by name") {
  const auto plan_with = [](CustomIssuers custom) {
    Planner planner(std::move(custom));
    planner.client(client(1, {{10, "Acme"}, {11, "Default"}}));
    planner.application({.id = 5, .name = "a", .token_type = "OAUTH", .keys = {{false, 1, false}}});
    return std::move(planner).finish();
  };
  const Plan untouched = plan_with({});
  CHECK(untouched.changes.empty());
  CHECK(untouched.blocking() == 1);
  CHECK(plan_with({.accept = {"Acme"}}).clients_are_jwt());
  CHECK(plan_with({.accept = {"Acme"}}).changes.empty());
  CHECK(shown(plan_with({.convert = {"Acme"}})) ==
        Lines{"type-row 10 Acme", "type-row 11 Default", "application 5 OAUTH"});
  CHECK(plan_with({.convert = {"Other"}}).blocking() == 1);
}

TEST_CASE("an application follows its clients") {
  Planner planner({});
  planner.client(client(1, {{10, "JWT"}}));
  planner.client(client(2, {{11, "Default"}}));
  planner.client(client(3, {{12, "Acme"}}));
  planner.client(client(4, {{13, "Default"}}, true));
  const auto add = [&](std::int64_t id, std::optional<std::string> type,
                       std::vector<ApplicationKey> keys) {
    planner.application(
        {.id = id, .name = "", .token_type = std::move(type), .keys = std::move(keys)});
  };
  add(1, "JWT", {{false, 1, false}});                       // already so
  add(2, "OAUTH", {{false, 1, false}});                     // its client is JWT already
  add(3, std::nullopt, {});                                 // no keys: future ones
  add(4, "null", {{true, 0, false}, {false, 2, false}});    // mixed: its resident key decides
  add(5, "OAUTH", {{true, 0, false}});                      // foreign only
  add(6, "OAUTH", {{false, 0, false}});                     // its key is of no client here
  add(7, "OAUTH", {{false, 2, false}, {false, 3, false}});  // one custom client keeps it
  add(8, "OAUTH", {{false, 4, true}});                      // OAuth 1.0a only
  add(9, "jwt", {{false, 2, false}});                       // another spelling is not JWT
  const Plan plan = std::move(planner).finish();
  CHECK(shown(plan) == Lines{"type-row 11 Default", "application 2 OAUTH", "application 3 NULL",
                             "application 4 null", "application 9 jwt"});
  std::vector<Reason> reasons;
  for (const Left& left : plan.left) {
    if (!left.is_client) reasons.push_back(left.reason);
  }
  CHECK(reasons == std::vector{Reason::foreign_key_manager, Reason::orphaned_key,
                               Reason::custom_issuer, Reason::oauth1});
}

TEST_CASE("copies and portal flags follow only clients that become JWT") {
  Planner planner({});
  planner.client(client(1, {{10, "Default"}}));
  planner.client(client(2, {{11, "Acme"}}));
  planner.metadata({5, "DEFAULT", 1});
  planner.metadata({6, "DEFAULT", 2});
  planner.metadata({7, "JWT", 1});
  planner.portal({20, 1, "1", "0"});
  planner.portal({21, 1, "0", "1"});
  planner.portal({22, 2, "1", "0"});
  const Plan plan = std::move(planner).finish();
  CHECK(shown(plan) == Lines{"type-row 10 Default", "metadata 5 DEFAULT", "user-domain 20 0",
                             "tenant-domain 20 1"});
}

TEST_CASE(
    "the plan of a practice deployment leaves only what is exempt, and changes with one row") {
  const test::Practice practice;
  const auto database = practice.open();
  const auto catalog = apim::read_catalog(*database);
  const Plan plan = make_plan(*database, catalog, {});
  CHECK(plan.before.total() == 200);
  CHECK(plan.blocking() == 0);
  CHECK(plan.clients_to_convert > 0);
  CHECK(plan.count(Target::missing_type) == 2);
  CHECK(plan.before.oauth1 == 1);
  CHECK(make_plan(*database, catalog, {}).fingerprint == plan.fingerprint);
  database->execute(
      "UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'OAUTH' WHERE ID ="
      " (SELECT MIN(ID) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE = 'Default')");
  CHECK(make_plan(*database, catalog, {}).fingerprint != plan.fingerprint);
}

TEST_CASE("planning writes nothing, with a connection that cannot") {
  const test::Practice practice;
  const std::string before = practice.contents();
  const auto database = db::open(practice.url(), db::Access::read);
  make_plan(*database, apim::read_catalog(*database), {});
  CHECK(practice.contents() == before);
}

TEST_CASE("rows are inserted in the order of their keys, and changed in their own") {
  const test::Practice practice(400);
  practice.sql("DELETE FROM IDN_OIDC_PROPERTY WHERE PROPERTY_KEY = 'tokenType'");
  const auto database = practice.open();
  const auto plan = apps::make_plan(*database, apim::read_catalog(*database), {});
  const auto key = database->prepare(
      "SELECT SUBSTR(CONSUMER_KEY, 1, 3) FROM IDN_OAUTH_CONSUMER_APPS WHERE ID = ?");
  std::string last;
  std::int64_t inserted = 0;
  for (const apps::Change& change : plan.changes) {
    if (change.target != apps::Target::missing_type) continue;
    key->bind({change.row});
    REQUIRE(key->next());
    CHECK(last <= key->text(0));
    last = key->text(0);
    ++inserted;
  }
  CHECK(inserted > 300);
  CHECK(std::ranges::is_sorted(plan.changes, {}, apps::place_of));
}
