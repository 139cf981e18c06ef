// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/practice.hpp"
#include "support/says.hpp"

#include <string>
#include <string_view>

namespace tokenshift::test {

/// A client of a practice deployment that gets JWTs and may use the grants client_credentials,
/// password and refresh_token; its owner is kim.
std::string jwt_client(db::Connection& database);

/// The id of a user of the super tenant.
std::string user_id(db::Connection& shared_database, const std::string& name);

/// A text without the line end after it.
std::string line_of(std::string text);

/// A member of the claims of a token, as text.
std::string claim_of(const std::string& token, const std::string& name);

}  // namespace tokenshift::test
