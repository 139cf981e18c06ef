// SPDX-License-Identifier: Apache-2.0
#include "claim_rules.hpp"

#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>

namespace tokenshift::jwt {
namespace {

using Failures = std::vector<Failure>;

// a + b, kept in range.
std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_add_overflow(a, b, &result)) return result;
  return b > 0 ? std::numeric_limits<std::int64_t>::max()
               : std::numeric_limits<std::int64_t>::min();
}

std::string moment(std::int64_t milliseconds) {
  constexpr std::int64_t last_year = 253402300799999;  // 9999-12-31
  if (milliseconds > last_year || milliseconds < -last_year / 4)
    return fmt::format("{} ms", milliseconds);
  return to_rfc3339(Time{std::chrono::milliseconds{milliseconds}});
}

// A claim that has to be there and be of a type.
struct Needed {
  Claim claim;
  JsonType type;
};

constexpr std::array needed_of_access{
    Needed{Claim::iss, JsonType::string}, Needed{Claim::sub, JsonType::string},
    Needed{Claim::azp, JsonType::string}, Needed{Claim::jti, JsonType::string},
    Needed{Claim::exp, JsonType::number}, Needed{Claim::iat, JsonType::number},
    Needed{Claim::usid, JsonType::string}};
constexpr std::array needed_of_refresh{
    Needed{Claim::iss, JsonType::string},      Needed{Claim::azp, JsonType::string},
    Needed{Claim::jti, JsonType::string},      Needed{Claim::exp, JsonType::number},
    Needed{Claim::iat, JsonType::number},      Needed{Claim::usid, JsonType::string},
    Needed{Claim::entity_id, JsonType::string}};
constexpr std::array needed_of_gateway{
    Needed{Claim::iss, JsonType::string}, Needed{Claim::jti, JsonType::string},
    Needed{Claim::exp, JsonType::number}, Needed{Claim::iat, JsonType::number}};

void demand(std::span<const Needed> all, const KnownClaims& claims, Failures& failures) {
  for (const auto& [claim, type] : all) {
    const JsonValue* value = claims[claim];
    if (value == nullptr) {
      failures.push_back({Reason::claim_missing, std::string(to_string(claim))});
    } else if (value->type != type) {
      failures.push_back(
          {Reason::claim_type, fmt::format("{} is of the type {}, not {}", to_string(claim),
                                           to_string(value->type), to_string(type))});
    } else if (type == JsonType::number && !milliseconds_of(*value)) {
      failures.push_back(
          {Reason::claim_type, fmt::format("{} is a number out of range", to_string(claim))});
    }
  }
}

bool holds(const JsonValue& audience, std::string_view name) {
  if (audience.type == JsonType::string) return audience.is(name);
  if (audience.type != JsonType::array) return false;
  return std::ranges::any_of(elements_of(audience),
                             [name](const JsonValue& element) { return element.is(name); });
}

void check_parties(const KnownClaims& claims, const Demands& demands, Failures& failures) {
  if (demands.issuer && claims.has(Claim::iss) && !claims.is(Claim::iss, *demands.issuer)) {
    failures.push_back(
        {Reason::wrong_issuer, fmt::format("iss is {}, not {}", printable(claims.text(Claim::iss)),
                                           printable(*demands.issuer))});
  }
  if (!demands.audience) return;
  const JsonValue* audience = claims[Claim::aud];
  if (audience == nullptr) {
    failures.push_back({Reason::claim_missing, "aud"});
  } else if (!holds(*audience, *demands.audience)) {
    failures.push_back({Reason::wrong_audience,
                        fmt::format("aud does not name {}", printable(*demands.audience))});
  }
}

std::optional<std::int64_t> time_of(const KnownClaims& claims, Claim claim) {
  const JsonValue* value = claims[claim];
  return value == nullptr ? std::nullopt : milliseconds_of(*value);
}

std::int64_t now_of(const Demands& demands) { return demands.now.time_since_epoch().count(); }

void check_kind(Kind kind, const KnownClaims& header, const KnownClaims& claims,
                const Demands& demands, Profile profile, Failures& failures) {
  if (kind != Kind::refresh) {
    if (kind == Kind::persisted_access) failures.push_back({Reason::migrated, {}});
    if (kind == Kind::other && !claims.has(Claim::entity_id)) {
      failures.push_back({Reason::claim_missing, "entity_id"});
    }
    return;
  }
  if (!claims.is(Claim::token_type, "refresh_token")) {
    failures.push_back(
        {claims.has(Claim::token_type) ? Reason::wrong_token_type : Reason::claim_missing,
         "token_type"});
  }
  const Profile server = demands.server == Profile::unknown ? profile : demands.server;
  if (server == Profile::p47 && !header.is(Claim::typ, "rt+jwt")) {
    failures.push_back({Reason::wrong_typ, "API-M 4.7 wants rt+jwt in a refresh token"});
  }
}

}  // namespace

bool is_expired_for_key_manager(std::int64_t expiry, Kind kind, const Demands& demands) {
  constexpr std::int64_t least_rest = 1000;
  const std::int64_t now = now_of(demands);
  const std::int64_t skew = demands.skew.count();
  // A refresh token needs a whole second more; there the skew lengthens its life.
  if (kind == Kind::refresh) return sum(expiry, skew) < sum(now, least_rest);
  return sum(now, skew) > expiry;
}

void judge_for_key_manager(Verification& verification, const KnownClaims& header,
                           const KnownClaims& claims, const Demands& demands) {
  Failures& failures = verification.key_manager.failures;
  const Kind kind = verification.recognition.kind;
  if (kind == Kind::refresh) {
    demand(needed_of_refresh, claims, failures);
  } else {
    demand(needed_of_access, claims, failures);
    if (!claims.has(Claim::aud) && !demands.audience)
      failures.push_back({Reason::claim_missing, "aud"});
  }
  check_kind(kind, header, claims, demands, verification.recognition.profile, failures);
  check_parties(claims, demands, failures);
  const auto expiry = time_of(claims, Claim::exp);
  if (expiry && is_expired_for_key_manager(*expiry, kind, demands)) {
    failures.push_back({Reason::expired, fmt::format("exp was {}", moment(*expiry))});
  }
  const auto start = time_of(claims, Claim::nbf);
  if (kind != Kind::refresh && start && sum(now_of(demands), demands.skew.count()) < *start) {
    failures.push_back({Reason::not_yet_valid, fmt::format("nbf is {}", moment(*start))});
  }
}

void judge_for_gateway(Verification& verification, const KnownClaims& claims,
                       const Demands& demands) {
  Failures& failures = verification.gateway.failures;
  demand(needed_of_gateway, claims, failures);
  check_parties(claims, demands, failures);
  const auto expiry = time_of(claims, Claim::exp);
  if (expiry && sum(*expiry, demands.leeway.count()) <= now_of(demands)) {
    failures.push_back({Reason::expired, fmt::format("exp was {}", moment(*expiry))});
  }
}

Identity identity_of(const KnownClaims& claims) {
  const auto issued = time_of(claims, Claim::iat);
  return {.jti = claims.text(Claim::jti),
          .azp = claims.text(Claim::azp),
          .client_id = claims.text(Claim::client_id),
          .entity_id = claims.text(Claim::entity_id),
          .sub = claims.text(Claim::sub),
          .issued = issued ? std::optional(std::chrono::floor<std::chrono::seconds>(
                                               std::chrono::milliseconds{*issued})
                                               .count())
                           : std::nullopt};
}

}  // namespace tokenshift::jwt
