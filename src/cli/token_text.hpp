// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/jwt/claims.hpp"
#include "tokenshift/jwt/compact.hpp"
#include "tokenshift/jwt/recognise.hpp"
#include "tokenshift/report/table.hpp"

#include "program.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

// What a token says, for people and for programs. Nothing here verifies anything.

/// A token taken apart, and what it is.
struct Decoded {
  const jwt::CompactToken& token;
  jwt::Recognition recognition;
  std::string name;  ///< which one of several; empty for a single one
};

/// Reads into `token`, which has to live as long as the result.
Decoded decode(jwt::CompactToken& token, std::string_view text, std::string name);

/// For people: kind, header and claims in their order, times explained, what is wrong with it.
std::string decoded_text(const Program& program, const Decoded& decoded);

/// One JSON object without line end: the header and claims as they are in the token. `alone`: with
/// a schema_version, as it is no element of a list.
std::string decoded_json(const Decoded& decoded, Time now, bool alone);

/// What a claim that is a time means: "2026-01-01T00:00:00Z, 14 min ago", "never"; empty for any
/// other claim.
std::string explained_time(std::string_view claim, const jwt::JsonValue& value, Time now);

/// JSON on one line, with characters that steer a terminal written as \uXXXX: the same value.
std::string tidy_json(std::string_view json);

/// A list of failures as JSON: [{"id":…,"detail":…}].
std::string failures_json(const std::vector<jwt::Failure>& failures);

/// "expired: its time is over (exp was …)".
std::string failure_text(const jwt::Failure& failure);

}  // namespace tokenshift::cli
