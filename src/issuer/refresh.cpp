// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/refresh.hpp"

#include "tokenshift/base/text.hpp"
#include "tokenshift/revocation/write.hpp"

#include <algorithm>

namespace tokenshift::issuer {
namespace {

using jwt::Claim;
using jwt::Reason;

// A refresh token needs a whole second more (reference tokens.md §2.4, rule 9).
constexpr std::int64_t least_rest = 1000;

struct Refusal {
  std::string error;
  std::string description;
};

// What decides about a token, once it is read.
struct Presented {
  std::string azp;
  std::string jti;
  std::int64_t issued = 0;  // seconds
  std::int64_t expires = 0;
  std::string scope;
};

std::int64_t seconds_of(const jwt::KnownClaims& claims, Claim claim) {
  const jwt::JsonValue* value = claims[claim];
  return value == nullptr ? 0 : jwt::integer_of(*value).value_or(0);
}

Presented presented(const jwt::KnownClaims& claims) {
  return {.azp = claims.text(Claim::azp),
          .jti = claims.text(Claim::jti),
          .issued = seconds_of(claims, Claim::iat),
          .expires = seconds_of(claims, Claim::exp),
          .scope = claims.text(claims.has(Claim::rt_scope) ? Claim::rt_scope : Claim::scope)};
}

bool is_revocation(Reason reason) {
  return reason == Reason::revoked_token || reason == Reason::revoked_client ||
         reason == Reason::revoked_user;
}

bool any(const std::vector<jwt::Failure>& failures, bool (*is)(Reason)) {
  return std::ranges::any_of(failures, is, &jwt::Failure::reason);
}

// exp in milliseconds from now; a token that never ends has a long time left.
std::int64_t rest_of(const Presented& token, Time now) {
  const std::int64_t seconds = std::min(token.expires, never_expires);
  return seconds * 1000 - now.time_since_epoch().count();
}

// The state that the server sees. Its skew shortens the life here, and lengthens it below: in the
// time between a token is expired, so that nobody asks whether it is revoked, and yet accepted.
std::optional<Refusal> refusal_by_state(const RefreshRequest& request, const Presented& token,
                                        const jwt::Verification& verification,
                                        const jwt::Demands& demands, Refreshed& result) {
  const std::int64_t rest = rest_of(token, demands.now);
  const std::int64_t skew = demands.skew.count();
  const bool revoked = any(verification.key_manager.failures, is_revocation);
  const bool server_asks = rest >= skew;
  const bool server_accepts = rest + skew >= least_rest && !(revoked && server_asks);
  const bool strict_accepts = rest >= least_rest && !revoked;
  if (server_accepts && !strict_accepts) {
    result.differences.emplace_back(
        revoked ? "with timestamp_skew the server accepts a revoked refresh token in the last "
                  "moments of its life"
                : "with timestamp_skew the server accepts a refresh token after its end");
  }
  if (request.faithful ? server_accepts : strict_accepts) return std::nullopt;
  if (revoked && (server_asks || !request.faithful)) {
    return Refusal{"invalid_grant", "Invalid refresh token state"};
  }
  return Refusal{"invalid_grant", "Refresh token is expired."};
}

// The checks of reference tokens.md §2.4, in the server's order.
std::optional<Refusal> refusal_by_form(const RefreshRequest& request, const Presented& token,
                                       const jwt::Verification& verification, Refreshed& result) {
  const auto& failures = verification.key_manager.failures;
  if (verification.malformed()) return Refusal{"invalid_request", "Error while parsing token."};
  if (token.azp != request.client.key) {
    result.differences.emplace_back(
        "the server answers server_error to a refresh token of another client, before it has "
        "looked at the signature");
    return Refusal{request.faithful ? "server_error" : "invalid_grant",
                   "Invalid refresh token. Consumer key does not match."};
  }
  if (verification.recognition.kind != jwt::Kind::refresh) {
    return Refusal{"invalid_grant", "Valid refresh token data not found"};
  }
  if (any(failures, [](Reason reason) { return reason == Reason::wrong_typ; })) {
    return Refusal{"invalid_grant", "Invalid jwt refresh token provided for validation."};
  }
  const auto other = std::ranges::find_if(failures, [](const jwt::Failure& failure) {
    return failure.reason != Reason::expired && !is_revocation(failure.reason);
  });
  if (other == failures.end()) return std::nullopt;
  const auto row = jwt::reasons()[static_cast<std::size_t>(other->reason)];
  return Refusal{"invalid_grant", std::string(row.explanation)};
}

std::vector<std::string> words(const std::string& scope) {
  std::vector<std::string> all = split(scope, ' ');
  std::erase(all, "");
  return all;
}

std::optional<Refusal> refusal_by_scope(const RefreshRequest& request, const Presented& token) {
  const std::vector<std::string> granted = words(token.scope);
  for (const std::string& scope : request.scopes) {
    if (std::ranges::find(granted, scope) != granted.end()) continue;
    return Refusal{"invalid_scope", "the scope was not granted before: " + printable(scope)};
  }
  return std::nullopt;
}

// Marks the token as used. False when somebody else did before or at the same time: the table has
// no unique key, so that two rows of two writers are possible, and then both have lost.
bool spend(db::Connection& store, const Presented& token, const Sources& sources) {
  const std::int64_t end = std::min(token.expires, never_expires);
  const auto effects =
      revocation::write(store,
                        {.tokens = {{.jti = token.jti,
                                     .client = token.azp,
                                     .expires = Time{std::chrono::milliseconds{end * 1000}}}}},
                        sources.new_uuid);
  if (effects.front().what == revocation::Effect::What::already) return false;
  const auto count = store.prepare(
      "SELECT COUNT(*) FROM IDN_INVALID_TOKENS WHERE TOKEN_IDENTIFIER = ? AND CONSUMER_KEY = ?");
  count->bind({token.jti, token.azp});
  return count->next() && count->integer(0) == 1;
}

Request new_request(const Issuer& issuer, const RefreshRequest& request, const Presented& token,
                    const jwt::KnownClaims& claims) {
  const jwt::JsonValue* consented = claims[Claim::is_consented];
  const jwt::JsonValue* federated = claims[Claim::is_federated];
  Request wanted{.grant = Grant::refresh_token, .client = request.client};
  wanted.user = {.id = claims.text(Claim::entity_id), .tenant = request.client.tenant};
  wanted.subject = claims.text(Claim::sub);
  wanted.scopes = request.scopes.empty() ? words(token.scope) : request.scopes;
  wanted.validity = request.validity;
  wanted.consented = consented != nullptr && consented->is_true();
  wanted.federated = federated != nullptr && federated->is_true();
  wanted.with_refresh_token =
      request.client.renew_refresh_token.value_or(issuer.settings().renew_refresh_token);
  return wanted;
}

// With the extension off the old end stays. The server means that too, but counts the old period
// from now on, so that a token that is refreshed in time never ends.
void keep_end(const Issuer& issuer, const RefreshRequest& request, const Presented& token,
              Request& wanted, Refreshed& result) {
  if (issuer.settings().extend_on_renewal || !wanted.with_refresh_token) return;
  result.differences.emplace_back(
      "the server lets the new refresh token end later than the old one, although "
      "extend_refresh_token_expiry_time_on_renewal is off");
  const std::int64_t now =
      std::chrono::floor<std::chrono::seconds>(issuer.now()).time_since_epoch().count();
  std::int64_t end = token.expires;
  if (request.faithful && end != never_expires) end = now + (token.expires - token.issued);
  wanted.refresh_lifetime = {token.issued, end};
}

}  // namespace

Refreshed refresh(Issuer& issuer, jwt::TokenVerifier& verifier, db::Connection* store,
                  const Sources& sources, const RefreshRequest& request) {
  Refreshed result;
  const jwt::Verification verification = verifier.verify(request.token);
  result.failures = verification.key_manager.failures;
  const Presented token = presented(verifier.claims());
  auto refusal = refusal_by_form(request, token, verification, result);
  if (!refusal) {
    refusal = refusal_by_state(request, token, verification, verifier.demands(), result);
  }
  if (!refusal) refusal = refusal_by_scope(request, token);
  if (refusal) {
    result.error = refusal->error;
    result.description = refusal->description;
    return result;
  }
  Request wanted = new_request(issuer, request, token, verifier.claims());
  keep_end(issuer, request, token, wanted, result);
  result.same_refresh_token = !wanted.with_refresh_token;
  result.spends_token = wanted.with_refresh_token;
  if (result.spends_token) {
    result.differences.emplace_back(
        "the server marks the old token as used only after it has issued, so that two requests "
        "at the same time both succeed");
  }
  if (request.dry_run) return result;
  if (result.spends_token && !request.faithful && !spend(*store, token, sources)) {
    result.error = "invalid_grant";
    result.description = "the refresh token was used by somebody else at the same time";
    return result;
  }
  result.issued = issuer.issue(wanted);
  if (result.same_refresh_token) result.issued->refresh_token = request.token;
  if (result.spends_token && request.faithful) spend(*store, token, sources);
  return result;
}

}  // namespace tokenshift::issuer
