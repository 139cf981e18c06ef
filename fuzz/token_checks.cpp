// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/jwt/keys.hpp"
#include "tokenshift/jwt/pasted.hpp"
#include "tokenshift/jwt/verify.hpp"

#include "checks.hpp"
#include "tests/jwt/rfc_vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tokenshift::fuzz {
namespace {

// What is signed with the keys below.
constexpr std::array good{jwt::test::rfc7515_a1,    jwt::test::rfc7515_a2,
                          jwt::test::rfc7515_a3,    jwt::test::rfc7520_rs256,
                          jwt::test::rfc7520_ps384, jwt::test::rfc7520_es512,
                          jwt::test::rfc7520_hs256};

std::vector<jwt::TrustedKey> keys_of_the_rfcs() {
  std::vector<jwt::TrustedKey> all;
  for (const std::string_view jwk :
       {jwt::test::rfc7515_rsa, jwt::test::rfc7515_ec, jwt::test::rfc7515_oct,
        jwt::test::rfc7520_rsa, jwt::test::rfc7520_ec, jwt::test::rfc7520_oct}) {
    for (jwt::TrustedKey& key : jwt::read_jwks(jwk, "RFC")) {
      key.kid.clear();  // every key is tried
      all.push_back(std::move(key));
    }
  }
  return all;
}

std::string ids_of(const jwt::Verification& verification) {
  std::string ids =
      fmt::format("{} {}: ", to_string(verification.recognition.kind), verification.key != nullptr);
  for (const jwt::Verdict* verdict : {&verification.key_manager, &verification.gateway}) {
    for (const jwt::Failure& failure : verdict->failures) {
      ids += fmt::format("{} ({}), ", jwt::id_of(failure.reason), failure.detail);
    }
  }
  return ids;
}

// Throws what an Error tells that is no refusal of the input.
void require_refusal(const Error& error) {
  if (error.kind() != ErrorKind::input) {
    throw Broken(fmt::format("refused, but not as input: {}", error.what()));
  }
  if (error.hint().empty()) throw Broken(fmt::format("refused without a hint: {}", error.what()));
}

std::optional<std::vector<jwt::TrustedKey>> read_keys(std::string_view bytes) {
  try {
    return jwt::read_jwks(bytes, "f");
  } catch (const Error& error) {
    require_refusal(error);
    return std::nullopt;
  }
}

}  // namespace

void check_jws(std::string_view bytes) {
  for (const bool signature_only : {true, false}) {
    jwt::TokenVerifier verifier(keys_of_the_rfcs(), {.signature_only = signature_only});
    const jwt::Verification first = verifier.verify(bytes);
    const std::string ids = ids_of(first);
    const bool is_good = std::ranges::find(good, bytes) != good.end();
    if (first.key != nullptr && !is_good) throw Broken("verified, but nobody signed it");
    if (signature_only && first.key == nullptr && is_good) throw Broken("no longer verified");
    if (!signature_only && first.accepted()) throw Broken("accepted without its claims");
    verifier.verify(good.front());
    if (ids_of(verifier.verify(bytes)) != ids) throw Broken("judged in another way: " + ids);
  }
}

void check_jwks(std::string_view bytes) {
  const auto keys = read_keys(bytes);
  if (!keys) return;
  if (keys->empty() || keys->size() > jwt::max_jwks_keys) throw Broken("too few or too many keys");
  for (const jwt::TrustedKey& trusted : *keys) {
    if (trusted.key.type() == crypto::KeyType::oct) continue;
    const auto again = read_keys(jwt::bare_jwk(trusted.key));
    if (!again || again->front().key.spki() != trusted.key.spki()) {
      throw Broken("another key when it is written and read");
    }
  }
}

void check_pasted(std::string_view bytes) {
  const std::vector<jwt::Pasted> tokens = jwt::find_tokens(bytes);
  if (tokens.size() > jwt::max_pasted_tokens) throw Broken("more tokens than are allowed");
  for (const jwt::Pasted& pasted : tokens) {
    // What a response calls a token is kept as it is, and so is a JWS in JSON.
    if (!pasted.label.empty() || pasted.token.starts_with('{')) continue;
    const bool is_word =
        !pasted.token.empty() && pasted.token.find_first_of(" \t\r\n") == std::string::npos;
    if (!is_word) throw Broken("a token that is no word");
    const auto again = jwt::find_tokens(pasted.token);
    if (again.size() != 1 || again.front().token != pasted.token) {
      throw Broken("a token that is another one when it stands alone");
    }
  }
}

}  // namespace tokenshift::fuzz
