// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/jwt/verify.hpp"

namespace tokenshift::issuer {

/// A question to the tables of revocation, for jwt::Demands; the databases have to live as long.
/// Key manager and gateways read tables of their own. Throws Error{input} when a table is missing.
jwt::RevocationQuery revocation_query(const apim::Databases& databases);

}  // namespace tokenshift::issuer
