// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"
#include "tokenshift/jwt/verify.hpp"

namespace tokenshift::issuer {

/// A question to the tables of revocation of a database, for jwt::Demands; the database has to live
/// as long. Key manager and gateways read tables of their own.
/// Throws Error{input} when a table is missing.
jwt::RevocationQuery revocation_query(db::Connection& database);

}  // namespace tokenshift::issuer
