// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/verify.hpp"

#include "tokenshift/base/text.hpp"

#include "claim_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tokenshift::jwt {
namespace {

using crypto::Algorithm;
using crypto::KeyType;

bool names_none(std::string_view algorithm) { return to_lower(algorithm) == "none"; }

bool is_hmac(Algorithm algorithm) {
  return crypto::algorithms()[static_cast<std::size_t>(algorithm)].key == KeyType::oct;
}

bool is_rsa(Algorithm algorithm) {
  return crypto::algorithms()[static_cast<std::size_t>(algorithm)].key == KeyType::rsa;
}

// A failure of both sides.
void fail(Verification& verification, Reason reason, const std::string& detail = {}) {
  verification.key_manager.failures.push_back({reason, detail});
  verification.gateway.failures.push_back({reason, detail});
}

// The kinds of token that a side ever sees.
void ask_sides(Verification& verification, bool signature_only) {
  const Kind kind = verification.recognition.kind;
  verification.gateway.asked = signature_only || kind != Kind::refresh;
}

}  // namespace

std::string_view to_string(Side side) {
  return side == Side::key_manager ? "key manager" : "gateway";
}

bool Verification::accepted() const {
  return (!key_manager.asked || key_manager.accepted()) && (!gateway.asked || gateway.accepted());
}

bool Verification::malformed() const {
  return std::ranges::any_of(key_manager.failures, [](const Failure& failure) {
    return reasons()[static_cast<std::size_t>(failure.reason)].malformed;
  });
}

TokenVerifier::TokenVerifier(std::vector<TrustedKey> keys, Demands demands)
    : keys_(std::move(keys)), demands_(std::move(demands)) {}

crypto::Verifier* TokenVerifier::verifier_of(const TrustedKey& key, Algorithm algorithm) {
  auto found = verifiers_.find({&key, algorithm});
  if (found == verifiers_.end()) {
    std::optional<crypto::Verifier> verifier;
    if (!weakness(key.key, algorithm)) verifier.emplace(key.key, algorithm);
    found = verifiers_.emplace(std::pair(&key, algorithm), std::move(verifier)).first;
  }
  return found->second ? &*found->second : nullptr;
}

void TokenVerifier::judge_signature(Verification& verification, Algorithm algorithm) {
  if (keys_.empty()) return fail(verification, Reason::no_key);
  // kid may only choose among keys that are trusted anyhow; one that names none is not looked at,
  // as the server does not (tokens.md §1.1).
  const auto named = [&](const TrustedKey& key) {
    return !key.kid.empty() && header_.is(Claim::kid, key.kid);
  };
  const bool any_named = std::ranges::any_of(keys_, named);
  bool fitting = false;
  bool tried = false;
  for (const TrustedKey& key : keys_) {
    if (any_named && !named(key)) continue;
    const bool good = fits(key.key, algorithm) && (!key.only || *key.only == algorithm);
    if (!good) continue;
    fitting = true;
    crypto::Verifier* verifier = verifier_of(key, algorithm);
    if (verifier == nullptr) continue;
    tried = true;
    if (!verifier->verify(token_.signing_input(), token_.signature())) continue;
    verification.key = &key;
    return;
  }
  if (tried) return fail(verification, Reason::bad_signature);
  if (fitting) return fail(verification, Reason::key_too_weak);
  const bool all_public = std::ranges::none_of(
      keys_, [](const TrustedKey& key) { return key.key.type() == KeyType::oct; });
  if (is_hmac(algorithm) && all_public) {
    return fail(verification, Reason::alg_hmac_with_public_key, std::string(to_string(algorithm)));
  }
  fail(verification, Reason::alg_not_for_key, std::string(to_string(algorithm)));
}

void TokenVerifier::judge_header(Verification& verification) {
  // Either changes what the other parts mean: nothing can be said about the signature then.
  if (header_.has(Claim::crit)) return fail(verification, Reason::crit);
  if (header_.has(Claim::zip)) return fail(verification, Reason::compressed);
  const JsonValue* alg = header_[Claim::alg];
  if (alg == nullptr || alg->type != JsonType::string)
    return fail(verification, Reason::alg_missing);
  const std::string name = alg->string().text();
  if (names_none(name)) return fail(verification, Reason::alg_none);
  const auto algorithm = crypto::find_algorithm(name);
  if (!algorithm) return fail(verification, Reason::alg_unknown, printable(name));
  if (!is_rsa(*algorithm) && !demands_.signature_only) {
    verification.key_manager.failures.push_back({Reason::alg_not_for_server, name});
  }
  judge_signature(verification, *algorithm);
}

void TokenVerifier::ask_revocations(Verification& verification) {
  if (!demands_.revocations) return;
  const Identity identity = identity_of(claims_);
  if (identity.jti.empty() && identity.azp.empty()) return;
  for (const auto& [side, verdict] : {std::pair(Side::key_manager, &verification.key_manager),
                                      std::pair(Side::gateway, &verification.gateway)}) {
    if (!verdict->asked) continue;
    for (Failure& failure : demands_.revocations(side, identity)) {
      verdict->failures.push_back(std::move(failure));
    }
  }
}

void TokenVerifier::judge_claims(Verification& verification) {
  const Kind kind = verification.recognition.kind;
  if (kind == Kind::id || kind == Kind::backend) fail(verification, Reason::wrong_kind);
  judge_for_key_manager(verification, header_, claims_, demands_);
  if (verification.gateway.asked) judge_for_gateway(verification, claims_, demands_);
  ask_revocations(verification);
}

Verification TokenVerifier::verify(std::string_view text) {
  Verification verification;
  const bool readable = token_.read(text, demands_.signature_only);
  header_ = KnownClaims(token_.header());
  claims_ = KnownClaims(token_.claims());
  verification.recognition = recognise(token_, header_, claims_);
  ask_sides(verification, demands_.signature_only);
  for (const Failure& failure : token_.failures())
    fail(verification, failure.reason, failure.detail);
  if (!readable) return verification;
  judge_header(verification);
  if (!demands_.signature_only) judge_claims(verification);
  return verification;
}

}  // namespace tokenshift::jwt
