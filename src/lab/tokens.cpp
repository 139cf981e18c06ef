// SPDX-License-Identifier: Apache-2.0
#include "tokens.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::lab {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr std::int64_t most_tokens = 200;

struct Shape {
  std::string_view state;
  milliseconds age;
  milliseconds validity;
  milliseconds refresh_validity;
};

// What an operator's table holds at any moment: few rows are alive, most wait for the clean-up.
constexpr auto shapes = std::to_array<Shape>({
    {"ACTIVE", 10min, 1h, 24h},  // alive
    {"ACTIVE", 5h, 1h, 24h},     // only its refresh token is
    {"EXPIRED", 72h, 1h, 24h},
    {"REVOKED", 2h, 1h, 24h},
    {"ACTIVE", 480h, 1h, 24h},  // dead, but nobody has used it since and so marked it
    {"ACTIVE", 35min, 1h, 24h},
    {"INACTIVE", 50min, 1h, 24h},
});

constexpr Shape endless{"ACTIVE", 9600h, -1ms, -1ms};  // a negative period never ends

struct Grant {
  std::string_view name;
  std::string_view user_type;
};

constexpr auto grants = std::to_array<Grant>({{"client_credentials", "APPLICATION"},
                                              {"password", "APPLICATION_USER"},
                                              {"authorization_code", "APPLICATION_USER"}});

constexpr std::array<std::string_view, 22> columns{"TOKEN_ID",
                                                   "ACCESS_TOKEN",
                                                   "REFRESH_TOKEN",
                                                   "CONSUMER_KEY_ID",
                                                   "AUTHZ_USER",
                                                   "TENANT_ID",
                                                   "USER_DOMAIN",
                                                   "USER_TYPE",
                                                   "GRANT_TYPE",
                                                   "TIME_CREATED",
                                                   "REFRESH_TOKEN_TIME_CREATED",
                                                   "VALIDITY_PERIOD",
                                                   "REFRESH_TOKEN_VALIDITY_PERIOD",
                                                   "TOKEN_SCOPE_HASH",
                                                   "TOKEN_STATE",
                                                   "TOKEN_STATE_ID",
                                                   "SUBJECT_IDENTIFIER",
                                                   "ACCESS_TOKEN_HASH",
                                                   "REFRESH_TOKEN_HASH",
                                                   "IDP_ID",
                                                   "TOKEN_BINDING_REF",
                                                   "CONSENTED_TOKEN"};

std::string hash_json(Random& random) {
  return fmt::format(R"({{"hash":"{}","algorithm":"SHA-256"}})", hex(random, 64));
}

}  // namespace

Tokens::Tokens(db::Connection& connection, Time now, std::int64_t clients)
    : insert_(connection.bulk_insert("IDN_OAUTH2_ACCESS_TOKEN", columns)),
      now_(now),
      step_((clients + most_tokens - 1) / most_tokens) {}

void Tokens::maybe_issue(const TokenOwner& owner, Random& random, Counts& counts) {
  if (owner.client_id % step_ != 0) return;
  const bool is_endless = !owner.jwt && !endless_issued_;
  endless_issued_ = endless_issued_ || is_endless;
  const Shape& shape =
      is_endless ? endless : shapes[static_cast<std::size_t>(counts.tokens) % shapes.size()];
  const Grant& grant = grants[static_cast<std::size_t>(counts.tokens) % grants.size()];

  // The stored value of a JWT is its identifier, a random UUID; an opaque token is a UUID of a
  // name.
  const char kind = owner.jwt ? '4' : '3';
  const std::string id = uuid(random);
  const std::string access = uuid(random, kind);
  const std::string refresh = uuid(random, kind);
  const std::string created = to_sql_timestamp(now_ - shape.age);
  const std::string state_id = shape.state == "ACTIVE" ? "NONE" : uuid(random);
  const std::string scope_hash = hex(random, 32);
  const std::string access_hash = hash_json(random);
  const std::string refresh_hash = hash_json(random);
  insert_->add({id,
                access,
                refresh,
                owner.client_id,
                owner.user,
                std::int64_t{owner.tenant_id},
                "PRIMARY",
                grant.user_type,
                grant.name,
                created,
                created,
                std::int64_t{shape.validity.count()},
                std::int64_t{shape.refresh_validity.count()},
                scope_hash,
                shape.state,
                state_id,
                owner.user,
                access_hash,
                refresh_hash,
                std::int64_t{1},
                "NONE",
                "false"});
  ++counts.tokens;
  const bool alive = shape.validity < 0ms || shape.age < shape.validity;
  if (!owner.jwt && shape.state == "ACTIVE" && alive) ++counts.live_opaque;
}

}  // namespace tokenshift::lab
