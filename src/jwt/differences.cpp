// SPDX-License-Identifier: Apache-2.0
#include "claim_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::jwt {
namespace {

bool fails(const Verdict& verdict, Reason reason) {
  return std::ranges::find(verdict.failures, reason, &Failure::reason) != verdict.failures.end();
}

// Why one side may fail for a reason that the other has not.
struct Explanation {
  Reason reason;
  Side side;  // the one that fails
  std::string_view why;
};

constexpr std::array explanations{
    Explanation{Reason::expired, Side::key_manager,
                "the key manager's timestamp_skew shortens a token's life, the gateway's leeway "
                "lengthens it"},
    Explanation{Reason::expired, Side::gateway,
                "at the very millisecond of exp the key manager still accepts a token, the gateway "
                "no longer does"},
    Explanation{Reason::not_yet_valid, Side::key_manager,
                "the key manager looks at nbf; a gateway is not known to"},
    Explanation{Reason::migrated, Side::key_manager,
                "the key manager asks the token's row in IDN_OAUTH2_ACCESS_TOKEN, which was not "
                "looked at here; the gateway verifies the token alone"},
    Explanation{Reason::alg_not_for_server, Side::key_manager,
                "the key manager refuses all but RS and PS algorithms before it looks at the "
                "signature"},
    Explanation{Reason::claim_missing, Side::key_manager,
                "the key manager needs claims that the gateway does not read"},
    Explanation{
        Reason::revoked_token, Side::key_manager,
        "the key manager reads IDN_INVALID_TOKENS at every request; gateways learn of it by "
        "message, or from AM_REVOKED_JWT when they start"},
    Explanation{Reason::revoked_token, Side::gateway,
                "the gateways' table AM_REVOKED_JWT has it, the key manager's IDN_INVALID_TOKENS "
                "has not"},
    Explanation{Reason::revoked_client, Side::key_manager,
                "the key manager counts a cut-off that equals iat, the gateway one that is later; "
                "and each has a table of its own"},
    Explanation{Reason::revoked_client, Side::gateway, "each side has a table of its own"},
    Explanation{
        Reason::revoked_user, Side::key_manager,
        "the key manager looks for entity_id, the gateway for sub: where sub is a user name, "
        "the gateway finds nothing"},
    Explanation{
        Reason::revoked_user, Side::gateway,
        "the gateway looks for sub, which here is the owner; the key manager for entity_id"},
};

}  // namespace

std::vector<std::string> differences(const Verification& verification, const KnownClaims& claims,
                                     const Demands& demands) {
  std::vector<std::string> sentences;
  const Verdict& manager = verification.key_manager;
  const Verdict& gateway = verification.gateway;
  if (verification.recognition.kind == Kind::refresh && !demands.signature_only) {
    sentences.emplace_back(
        "gateways are not meant to see refresh tokens; they are not known to look at token_type, "
        "so "
        "keep refresh tokens away from APIs");
    const JsonValue* exp = claims[Claim::exp];
    const auto expiry = exp == nullptr ? std::nullopt : milliseconds_of(*exp);
    const std::int64_t now = demands.now.time_since_epoch().count();
    if (expiry && demands.skew.count() > 0 && now + demands.skew.count() > *expiry &&
        !is_expired_for_key_manager(*expiry, Kind::refresh, demands)) {
      sentences.emplace_back(
          "within timestamp_skew of its end the server accepts a refresh token without asking "
          "whether it was revoked");
    }
    return sentences;
  }
  if (manager.failures == gateway.failures) return sentences;
  for (const Explanation& row : explanations) {
    const bool by_manager = fails(manager, row.reason);
    const bool by_gateway = fails(gateway, row.reason);
    if (by_manager == by_gateway || !gateway.asked || !manager.asked) continue;
    if ((row.side == Side::key_manager) == by_manager) sentences.emplace_back(row.why);
  }
  return sentences;
}

}  // namespace tokenshift::jwt
