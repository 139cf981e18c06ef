// SPDX-License-Identifier: Apache-2.0
// The many ordinary clients: subscribers, their applications and keys, and what registered itself.
#include "rows.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::lab {
namespace {

// Shares add up to 100.
template <class Choice, std::size_t count>
const Choice& weighted(const std::array<Choice, count>& choices, Random& random) {
  std::uint32_t ticket = random.below(100);
  const Choice* choice = choices.data();
  while (ticket >= choice->share) ticket -= (choice++)->share;
  return *choice;
}

struct TenantChoice {
  std::uint32_t share;
  int tenant_id;
};
constexpr std::array tenant_choices{TenantChoice{70, super_tenant}, TenantChoice{18, acme_tenant},
                                    TenantChoice{10, globex_tenant},
                                    TenantChoice{2, inactive_tenant}};

// What the portal says of an application, and what its clients came to be through which version.
struct TypeChoice {
  std::uint32_t share;
  std::string_view application;
  std::string_view client;
};
constexpr std::array type_choices{
    TypeChoice{42, "OAUTH", "Default"},   TypeChoice{18, "DEFAULT", "Default"},
    TypeChoice{13, "DEFAULT", "DEFAULT"}, TypeChoice{6, "OAUTH", "OAUTH"},
    TypeChoice{18, "JWT", "JWT"},         TypeChoice{3, "JWT", "Default"}};

struct KeyChoice {
  std::uint32_t share;
  bool production;
  bool sandbox;
  bool okta;
};
constexpr std::array key_choices{
    KeyChoice{70, true, true, false}, KeyChoice{18, true, false, false},
    KeyChoice{4, false, true, false}, KeyChoice{4, false, false, false},
    KeyChoice{2, false, false, true}, KeyChoice{2, true, false, true}};

struct Subscriber {
  std::int64_t id;
  const Tenant& tenant;
  std::string user;
  std::string user_id;  // with its domain
};

void write_key(Rows& rows, const Subscriber& subscriber, std::string_view application,
               std::int64_t application_id, std::string_view key_type, std::string_view type) {
  Random& random = rows.random();
  const std::string name = fmt::format("{}_{}_{}", subscriber.user, application, key_type);
  const std::array types{TypeRow{type}};
  Client client{.name = name,
                .owner = subscriber.user,
                .tenant_id = subscriber.tenant.id,
                .types = types,
                .audiences = random.percent(2) ? 2 : 0};
  if (random.percent(25)) {
    client.grants = "authorization_code refresh_token client_credentials";
    client.callback = "https://app.example/callback";
  }
  const std::string key = rows.client(client);
  std::string info;
  KeyMapping mapping{.application_id = application_id,
                     .consumer_key = key,
                     .key_type = key_type,
                     .create_mode = random.percent(1) ? "MAPPED" : "CREATED",
                     .key_manager = subscriber.tenant.key_manager};
  if (random.percent(8)) {
    info = app_info(name, key, type);
    mapping.app_info = info;
  }
  rows.key_mapping(mapping);
}

// Gives the number of clients made: 0, 1 or 2, never more than `room`.
std::int64_t write_application(Rows& rows, const Subscriber& subscriber, int number,
                               std::int64_t room) {
  Random& random = rows.random();
  KeyChoice keys = weighted(key_choices, random);
  keys.okta = keys.okta && subscriber.tenant.id == super_tenant;
  keys.sandbox = keys.sandbox && !(keys.production && room < 2);
  const TypeChoice& type = weighted(type_choices, random);
  const std::string name = application_name(random, number);
  const auto id = rows.application({.name = name,
                                    .subscriber_id = subscriber.id,
                                    .owner = subscriber.user_id,
                                    .organization = subscriber.tenant.domain,
                                    .token_type = type.application});
  if (keys.production) write_key(rows, subscriber, name, id, "PRODUCTION", type.client);
  if (keys.sandbox) write_key(rows, subscriber, name, id, "SANDBOX", type.client);
  if (keys.okta) {
    const std::string foreign = "0oa" + hex(random, 17);
    rows.key_mapping(
        {.application_id = id, .consumer_key = foreign, .key_manager = okta_key_manager});
  }
  const int clients = int{keys.production} + int{keys.sandbox};
  if (clients == 0 && keys.okta) ++rows.counts().foreign_only;
  if (clients == 0 && !keys.okta) ++rows.counts().without_keys;
  return clients;
}

// A client that registered itself, or one that apictl registered for its user.
void write_registered(Rows& rows, const Subscriber& subscriber) {
  Random& random = rows.random();
  const bool apictl = random.percent(60);
  const std::string name = apictl ? fmt::format("rest_api_import_export_{}", subscriber.user)
                                  : fmt::format("rest_api_{}", subscriber.user);
  const std::array types{TypeRow{!apictl && random.percent(20) ? "JWT" : "DEFAULT"}};
  rows.client({.name = name,
               .owner = subscriber.user,
               .tenant_id = subscriber.tenant.id,
               .types = types,
               .grants = "password refresh_token",
               .registered_type = types[0].value});
  ++rows.counts().system;
}

}  // namespace

void write_ordinary_clients(Rows& rows, std::int64_t clients) {
  Random& random = rows.random();
  for (std::int64_t number = 1; clients > 0; ++number) {
    const Tenant& home = tenant(weighted(tenant_choices, random).tenant_id);
    std::string user = user_name(random, number);
    std::string user_id = qualified(user, home);
    const Subscriber subscriber{rows.subscriber(user, home), home, std::move(user),
                                std::move(user_id)};
    // Every subscriber is given one, and few ever make keys for it.
    rows.application({.name = "DefaultApplication",
                      .subscriber_id = subscriber.id,
                      .owner = subscriber.user_id,
                      .organization = home.domain,
                      .token_type = "JWT"});
    ++rows.counts().without_keys;
    if (random.percent(30)) {
      write_registered(rows, subscriber);
      --clients;
    }
    const int applications = 1 + static_cast<int>(random.below(9));
    for (int i = 1; i <= applications && clients > 0; ++i) {
      clients -= write_application(rows, subscriber, i, clients);
    }
  }
}

}  // namespace tokenshift::lab
