// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/revocations.hpp"

#include "tokenshift/base/text.hpp"
#include "tokenshift/revocation/verdict.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>

namespace tokenshift::issuer {
namespace {

using revocation::View;

constexpr std::array reasons{jwt::Reason::revoked_token, jwt::Reason::revoked_client,
                             jwt::Reason::revoked_user};

jwt::Failure failure_of(const revocation::Hit& hit) {
  jwt::Failure failure{.reason = reasons.at(static_cast<std::size_t>(hit.rule)), .detail = {}};
  if (hit.cut_off) {
    failure.detail = fmt::format("issued until {} in {}", to_sql_timestamp(*hit.cut_off),
                                 printable(hit.organization));
  }
  return failure;
}

}  // namespace

jwt::RevocationQuery revocation_query(const apim::Databases& databases) {
  struct Readers {
    revocation::Reader key_manager;
    revocation::Reader gateway;
  };
  const auto readers = std::make_shared<Readers>(
      Readers{{databases.identity(), View::key_manager}, {databases.apim(), View::gateway}});
  return [readers](jwt::Side side, const jwt::Identity& identity) {
    const bool key_manager = side == jwt::Side::key_manager;
    // Without iat no cut-off can be compared; a token without it fails on its own.
    const revocation::Verdict verdict =
        (key_manager ? readers->key_manager : readers->gateway)
            .look_up({.jti = identity.jti,
                      .client = key_manager ? identity.azp : identity.client_id,
                      .entity_id = identity.entity_id,
                      .sub = identity.sub,
                      .issued = identity.issued.value_or(0)});
    std::vector<jwt::Failure> failures;
    for (const revocation::Hit& hit : verdict.hits) failures.push_back(failure_of(hit));
    return failures;
  };
}

}  // namespace tokenshift::issuer
