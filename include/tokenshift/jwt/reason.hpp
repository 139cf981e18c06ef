// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tokenshift::jwt {

/// Why a token is not accepted. Each has a stable id and an explanation in reasons().
enum class Reason {
  // What is no token that can be read.
  opaque,
  encrypted,
  json_serialization,
  too_large,
  wrong_parts,
  bad_base64url,
  bad_json,
  bad_utf8,
  too_deep,
  too_many_values,
  not_an_object,
  duplicate_member,
  // The header and the signature.
  alg_missing,
  alg_none,
  alg_unknown,
  alg_hmac_with_public_key,
  alg_not_for_key,
  alg_not_for_server,
  crit,
  compressed,
  no_key,
  key_not_found,
  key_too_weak,
  bad_signature,
  // The claims.
  wrong_kind,
  claim_missing,
  claim_type,
  wrong_issuer,
  wrong_audience,
  expired,
  not_yet_valid,
  wrong_token_type,
  wrong_typ,
  migrated,
  // The revocation store.
  revoked_token,
  revoked_client,
  revoked_user,
};

struct ReasonRow {
  Reason reason;
  std::string_view id;           ///< stable, kebab-case
  bool malformed;                ///< exit status 3 rather than 1
  std::string_view explanation;  ///< a sentence without its full stop
};

/// The whole table, in the order of the enumeration; ids are unique.
std::span<const ReasonRow> reasons();

std::string_view id_of(Reason reason);

/// One reason, with what is particular about this token. Never holds the token or a part of it
/// beyond names and times of its claims.
struct Failure {
  Reason reason = Reason::opaque;
  std::string detail;

  bool operator==(const Failure&) const = default;
};

}  // namespace tokenshift::jwt
