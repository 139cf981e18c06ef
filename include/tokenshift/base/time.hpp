// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tokenshift {

/// A point in time, UTC, in milliseconds since 1970: what API-M's tables and tokens hold.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// `2026-04-23T10:18:00Z` (RFC 3339 §5.6), without milliseconds.
std::string to_rfc3339(Time time);

/// `2026-04-23 10:18:00.123`, the way SQL writes a UTC TIMESTAMP.
std::string to_sql_timestamp(Time time);

/// Reads RFC 3339 and SQL forms: `2026-04-23`, `T` or a space, fraction and `Z` optional; no other
/// zone.
std::optional<Time> parse_time(std::string_view text);

/// "3 d 4 h", "2 h 5 min", "14 min", "45 s": the two largest units of a duration; its sign is
/// dropped.
std::string in_words(std::chrono::milliseconds duration);

}  // namespace tokenshift
