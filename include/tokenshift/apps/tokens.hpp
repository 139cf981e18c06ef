// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/base/time.hpp"
#include "tokenshift/db/connection.hpp"

#include <cstdint>
#include <optional>

namespace tokenshift::apps {

/// Stored tokens that live and are opaque, or cannot be told from opaque ones: the shape of the
/// stored identifier is the only sign, and hashed tokens have none (reference database.md §6.5). An
/// upper bound.
struct LiveTokens {
  std::int64_t access = 0;          ///< rows whose access token still lives
  std::int64_t refresh = 0;         ///< rows whose refresh token still lives
  bool never_expire = false;        ///< at least one of them never expires
  std::optional<Time> last_expiry;  ///< of those that do
};

/// Counts in one statement.
LiveTokens live_opaque_tokens(db::Connection& database, Time now);

}  // namespace tokenshift::apps
