// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/client.hpp"

#include "tokenshift/issuer/user_store.hpp"

#include "support/errors.hpp"
#include "support/stores.hpp"

#include <doctest/doctest.h>

namespace tokenshift::issuer {
namespace {

using std::chrono::seconds;

apim::Catalog catalog() {
  apim::Catalog known;
  known.tenants = {{apim::super_tenant_id, "carbon.super"}, {1, "acme.example"}};
  return known;
}

void add_client(const test::Store& store, const std::string& key, int tenant_id,
                const std::string& lifetimes, const std::string& owner = "maria") {
  store.sql(
      "INSERT INTO IDN_OAUTH_CONSUMER_APPS (CONSUMER_KEY, CONSUMER_SECRET, USERNAME, TENANT_ID,"
      " APP_NAME, OAUTH_VERSION, GRANT_TYPES, APP_ACCESS_TOKEN_EXPIRE_TIME,"
      " USER_ACCESS_TOKEN_EXPIRE_TIME, REFRESH_TOKEN_EXPIRE_TIME) VALUES ('" +
      key + "', 'secret', '" + owner + "', " + std::to_string(tenant_id) +
      ", 'app', 'OAuth-2.0', 'password refresh_token', " + lifetimes + ")");
}

void add_property(const test::Store& store, const std::string& key, int tenant_id,
                  const std::string& name, const std::string& value) {
  store.sql(
      "INSERT INTO IDN_OIDC_PROPERTY (TENANT_ID, CONSUMER_KEY, PROPERTY_KEY, PROPERTY_VALUE)"
      " VALUES (" +
      std::to_string(tenant_id) + ", '" + key + "', '" + name + "', " + value + ")");
}

Client read(const test::Store& store, const std::string& key) {
  const auto database = store.open();
  return read_client(*database, catalog(), key);
}

TEST_CASE("a client's lifetimes, grants, owner and tenant come from its row") {
  test::on_each_store([](const test::Store& store) {
    add_client(store, "key", 1, "60, 0, -1");
    const Client client = read(store, "key");
    CHECK(client.tenant == "acme.example");
    CHECK(client.tenant_id == 1);
    CHECK(client.owner == "maria");
    CHECK(client.state == "ACTIVE");
    CHECK(client.app_validity == seconds{60});
    CHECK(client.user_validity == seconds{0});
    CHECK(client.refresh_validity == seconds{-1});
    CHECK(client.allows("password"));
    CHECK_FALSE(client.allows("client_credentials"));
  });
}

TEST_CASE("properties are those of the client's own tenant, with the exact spelling") {
  test::on_each_store([](const test::Store& store) {
    add_client(store, "key", 1, "0, 0, 0");
    add_property(store, "key", 1, "tokenType", "'JWT'");
    add_property(store, "key", 1, "audience", "'https://one.example'");
    add_property(store, "key", 1, "audience", "'https://two.example'");
    add_property(store, "key", 1, "renewRefreshToken", "'false'");
    add_property(store, "key", 1, "tokenBindingType", "'None'");
    add_property(store, "key", -1234, "audience", "'https://other.example'");
    add_property(store, "key", -1234, "tokenType", "'Default'");
    Client client = read(store, "key");
    CHECK(client.is_jwt);
    CHECK(client.audiences ==
          std::vector<std::string>{"https://one.example", "https://two.example"});
    CHECK(client.renew_refresh_token == false);
    CHECK_FALSE(client.has_token_binding);

    add_property(store, "key", 1, "tokenType", "'jwt'");
    add_property(store, "key", 1, "tokenBindingType", "'cookie'");
    client = read(store, "key");
    CHECK_FALSE(client.is_jwt);
    CHECK(client.has_token_binding);
  });
}

TEST_CASE("a client without properties is opaque, and renews as the deployment says") {
  test::on_each_store([](const test::Store& store) {
    add_client(store, "key", -1234, "0, 0, 0");
    add_property(store, "key", -1234, "renewRefreshToken", "NULL");
    const Client client = read(store, "key");
    CHECK_FALSE(client.is_jwt);
    CHECK_FALSE(client.renew_refresh_token);
  });
}

TEST_CASE("a client that is not there is refused, also where only the case differs") {
  test::on_each_store([](const test::Store& store) {
    add_client(store, "Key", -1234, "0, 0, 0");
    for (const char* key : {"key", "other", ""}) {
      CHECK(test::error_of([&] { read(store, key); }).kind() == ErrorKind::refused);
    }
  });
}

TEST_CASE("the clients of a user are those of the tenant") {
  test::on_each_store([](const test::Store& store) {
    add_client(store, "one", 1, "0, 0, 0", "alice");
    add_client(store, "two", 1, "0, 0, 0", "alice");
    add_client(store, "three", -1234, "0, 0, 0", "alice");
    add_client(store, "four", 1, "0, 0, 0", "bob");
    const auto database = store.open();
    CHECK(clients_of(*database, "alice", 1) == std::vector<std::string>{"one", "two"});
    CHECK(clients_of(*database, "carol", 1).empty());
  });
}

TEST_CASE("a user is found by name or id, exactly, in its own tenant") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    CHECK_FALSE(is_user_store(*database));
    store.sql(
        "CREATE TABLE UM_USER (UM_ID INTEGER, UM_USER_ID CHAR(36), UM_USER_NAME VARCHAR(255),"
        " UM_TENANT_ID INTEGER)");
    store.sql("INSERT INTO UM_USER VALUES (1, 'a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6c', 'alice', 1)");
    CHECK(is_user_store(*database));
    const User alice{"a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6c", "alice", "acme.example"};
    CHECK(find_user(*database, "alice", "acme.example", 1) == alice);
    CHECK(find_user_by_id(*database, alice.id, "acme.example", 1) == alice);
    CHECK_FALSE(find_user(*database, "Alice", "acme.example", 1));
    CHECK_FALSE(find_user(*database, "alice", "carbon.super", -1234));
    CHECK_FALSE(find_user_by_id(*database, "alice", "acme.example", 1));
  });
}

}  // namespace
}  // namespace tokenshift::issuer
