// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/crypto/signature.hpp"
#include "tokenshift/jwt/claims.hpp"
#include "tokenshift/jwt/compact.hpp"
#include "tokenshift/jwt/keys.hpp"
#include "tokenshift/jwt/reason.hpp"
#include "tokenshift/jwt/recognise.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::jwt {

/// Who judges a token. They look at different things (tokens.md §4, §5.6).
enum class Side { key_manager, gateway };

/// "key manager" or "gateway".
std::string_view to_string(Side side);

/// What a revocation store is asked for. Texts are empty where the claim is not there.
struct Identity {
  std::string jti;
  std::string azp;
  std::string client_id;
  std::string entity_id;
  std::string sub;
  std::optional<std::int64_t> issued = std::nullopt;  ///< iat in whole seconds
};

/// Asks a revocation store: what revokes the token for that side, as revoked_token, revoked_client
/// and revoked_user; nothing where it is not revoked.
using RevocationQuery = std::function<std::vector<Failure>(Side, const Identity&)>;

/// What a token has to fulfil.
struct Demands {
  Time now;
  std::optional<std::string> issuer = std::nullopt;    ///< of the deployment; else not checked
  std::optional<std::string> audience = std::nullopt;  ///< one of `aud`; else not checked
  std::chrono::milliseconds leeway{0};                 ///< of the gateway: lengthens a token's life
  std::chrono::milliseconds skew{0};  ///< timestamp_skew of the key manager: shortens it (§4.5)
  Profile server = Profile::unknown;  ///< of the server that judges; unknown: that of the token
  RevocationQuery revocations = nullptr;  ///< else not checked
  bool signature_only = false;  ///< header and signature alone; the payload may be anything
};

/// What one side makes of a token.
struct Verdict {
  bool asked = true;  ///< false where the side never sees such a token
  std::vector<Failure> failures;

  bool accepted() const { return asked && failures.empty(); }
};

struct Verification {
  Recognition recognition;
  Verdict key_manager;
  Verdict gateway;
  const TrustedKey* key = nullptr;  ///< the one that verified the signature

  /// Whether all sides that were asked accept it.
  bool accepted() const;
  /// Whether the text is no token at all, or not one that can be judged.
  bool malformed() const;
};

/// Verifies tokens, one after the other, with the same keys and demands. One per thread.
class TokenVerifier {
 public:
  /// `keys` may be empty: then no signature can be verified, which is a failure.
  TokenVerifier(std::vector<TrustedKey> keys, Demands demands);

  /// Judges a compact token by all rules: every failure is listed, not the first alone.
  Verification verify(std::string_view text);

  /// The token that was judged last.
  const CompactToken& token() const { return token_; }
  const KnownClaims& claims() const { return claims_; }
  const Demands& demands() const { return demands_; }
  void set_now(Time now) { demands_.now = now; }

 private:
  void judge_header(Verification& verification);
  void judge_signature(Verification& verification, crypto::Algorithm algorithm);
  /// nullptr when the key is too weak.
  crypto::Verifier* verifier_of(const TrustedKey& key, crypto::Algorithm algorithm);
  void judge_claims(Verification& verification);
  void ask_revocations(Verification& verification);

  std::vector<TrustedKey> keys_;
  Demands demands_;
  std::map<std::pair<const TrustedKey*, crypto::Algorithm>, std::optional<crypto::Verifier>>
      verifiers_;  // nothing for keys that are too weak
  CompactToken token_;
  KnownClaims header_;
  KnownClaims claims_;
};

/// Where the two sides differ about this token, or would at another moment, each a sentence.
std::vector<std::string> differences(const Verification& verification, const KnownClaims& claims,
                                     const Demands& demands);

}  // namespace tokenshift::jwt
