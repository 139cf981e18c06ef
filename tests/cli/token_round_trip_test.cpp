// SPDX-License-Identifier: Apache-2.0
// A token's life on every engine: issued, active, revoked in each of three ways, not active.
#include "tokenshift/db/backend.hpp"
#include "tokenshift/lab/lab.hpp"

#include "support/jwt_client.hpp"
#include "support/practice.hpp"
#include "support/servers.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace tokenshift;
using test::claim_of;
using test::Engine;
using test::line_of;
using test::Ran;
using test::run_cli;

namespace {

// Key and users of a home; clients and revocations in a database of the engine.
struct Place {
  test::Practice practice{50};
  std::string url;
  std::string client;

  explicit Place(const Engine& engine) : url(engine.fresh_url()) {
    lab::create({.destination = lab::Destination{.address = {.url = url}},
                 .clients = 50,
                 .apim_version = "4.6.0",
                 .seed = 7,
                 .now = test::test_now()});
    client = test::jwt_client(*open());
  }

  std::unique_ptr<db::Connection> open() const { return db::open(url, db::Access::read); }

  Ran on_it(const std::vector<std::string>& verb, const std::vector<std::string>& more,
            const std::string& input = {}) const {
    std::vector<std::string> line = verb;
    line.insert(line.end(), {"--home", practice.home(), "--db", url});
    line.insert(line.end(), more.begin(), more.end());
    return run_cli(line, false, input);
  }
  std::string issue(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"--client", client};
    all.insert(all.end(), more.begin(), more.end());
    const Ran ran = on_it({"token", "issue"}, all);
    CAPTURE(ran.err);
    REQUIRE(ran.status == 0);
    return line_of(ran.out);
  }
  bool is_active(const std::string& token) const {
    const Ran ran = on_it({"token", "introspect"}, {}, token);
    CAPTURE(ran.err);
    const bool active = nlohmann::json::parse(ran.out)["active"];
    CHECK(ran.status == (active ? 0 : 1));
    if (!active) CHECK(ran.out == "{\"active\":false}\n");
    return active;
  }
  void revoke(const std::vector<std::string>& how, const std::string& input = {}) const {
    const Ran ran = on_it({"token", "revoke"}, how, input);
    CAPTURE(ran.err);
    CHECK(ran.status == 0);
  }
  std::int64_t count(const std::string& table) const {
    const auto database = open();
    const auto rows = database->prepare("SELECT COUNT(*) FROM " + table);
    REQUIRE(rows->next());
    return rows->integer(0);
  }
};

void on_each_place(const std::function<void(const Place&)>& run) {
  test::on_each_engine([&](const Engine& engine) { run(Place(engine)); });
}

}  // namespace

TEST_SUITE_BEGIN("engines: token round trip");

TEST_CASE("one token is revoked by itself or by its jti, and others stay active") {
  on_each_place([](const Place& place) {
    const std::string first = place.issue();
    const std::string second = place.issue();
    const std::string third = place.issue();
    for (const std::string& token : {first, second, third}) CHECK(place.is_active(token));
    place.revoke({}, first);
    place.revoke({"--jti", claim_of(second, "jti"), "--client", place.client, "--gateway-tables"});
    CHECK_FALSE(place.is_active(first));
    CHECK_FALSE(place.is_active(second));
    CHECK(place.is_active(third));
    place.revoke({}, first);
    CHECK(place.count("IDN_INVALID_TOKENS") == 2);
    CHECK(place.count("AM_REVOKED_JWT") == 1);
  });
}

TEST_CASE("all tokens of a client are revoked, and no other's") {
  on_each_place([](const Place& place) {
    const std::string own = place.issue();
    const std::string of_user = place.issue({"--grant", "password", "--user", "admin"});
    CHECK(place.is_active(own));
    CHECK(place.is_active(of_user));
    place.revoke({"--client", place.client, "--gateway-tables"});
    CHECK_FALSE(place.is_active(own));
    CHECK_FALSE(place.is_active(of_user));
    CHECK(place.count("IDN_APP_REVOKED_EVENT") == 1);
    CHECK(place.count("AM_APP_REVOKED_EVENT") == 1);
    CHECK(place.count("IDN_INVALID_TOKENS") == 0);
  });
}

TEST_CASE("all tokens of a user are revoked, with those of the clients that are the user's own") {
  on_each_place([](const Place& place) {
    const std::string of_admin = place.issue({"--grant", "password", "--user", "admin"});
    const std::string of_kim = place.issue({"--grant", "password", "--user", "kim"});
    const std::string of_kims_client = place.issue();
    place.revoke({"--user", "admin"});
    CHECK_FALSE(place.is_active(of_admin));
    CHECK(place.is_active(of_kim));
    CHECK(place.is_active(of_kims_client));
    place.revoke({"--user", "kim"});
    CHECK_FALSE(place.is_active(of_kim));
    CHECK_FALSE(place.is_active(of_kims_client));
  });
}

TEST_CASE("a refresh token is used once, and its successor is active") {
  on_each_place([](const Place& place) {
    const std::string response =
        place.issue({"--grant", "password", "--user", "admin", "-o", "json"});
    const std::string old = nlohmann::json::parse(response)["refresh_token"];
    CHECK(place.is_active(old));
    const Ran ran = place.on_it({"token", "refresh"}, {}, response);
    CAPTURE(ran.err);
    REQUIRE(ran.status == 0);
    const auto answer = nlohmann::json::parse(ran.out);
    CHECK(place.is_active(answer["access_token"]));
    CHECK(place.is_active(answer["refresh_token"]));
    CHECK_FALSE(place.is_active(old));
    const Ran again = place.on_it({"token", "refresh"}, {}, response);
    CHECK(again.status == 1);
    CHECK(nlohmann::json::parse(again.out)["error"] == "invalid_grant");
    CHECK(place.is_active(nlohmann::json::parse(response)["access_token"]));
  });
}

TEST_SUITE_END();
