// SPDX-License-Identifier: Apache-2.0
// The single questions to a database. Each is asked on its own: what one of them lacks, a column, a
// right or time, leaves the others as they are.
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/survey/database.hpp"

namespace tokenshift::survey {

// clients.cpp
Clients read_clients(const apim::Databases& databases, const apim::Catalog& catalog,
                     const apps::CustomIssuers& custom);
ClientSettings read_client_settings(db::Connection& database);
std::int64_t clients_without_service_provider(db::Connection& database);

// tables.cpp
bool invalid_tokens_are_indexed(db::Connection& database);
std::vector<RevocationTable> read_revocations(const apim::Databases& databases,
                                              const Known<ClientSettings>& settings, Time now);
std::vector<std::string> signs_of_use(const apim::Databases& databases);

// tokens.cpp
std::int64_t live_bound_tokens(db::Connection& database, Time now);
BusiestMinute busiest_minute(db::Connection& database);

/// Lifetimes from here on are meant as "for ever": ten years, in seconds.
inline constexpr std::int64_t for_ever = 315'360'000;

}  // namespace tokenshift::survey
