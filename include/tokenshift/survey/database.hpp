// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/apps/plan.hpp"
#include "tokenshift/survey/facts.hpp"

#include <chrono>

namespace tokenshift::survey {

/// What is asked of a database, and how long an answer may take.
struct DatabaseQuestions {
  Time now{};
  apps::CustomIssuers custom;
  bool clients = true;  ///< read each client; else the caller knows them already
  bool tokens = true;   ///< look through the table of tokens
  /// After how long a count in the table of tokens is given up; zero: what the connection allows.
  std::chrono::milliseconds patience{5'000};
  std::chrono::milliseconds usual_limit{};  ///< of the connection, to be set again afterwards
};

/// Looks everything up that can be; what the database refuses or takes too long for is not known.
/// Reads only. Throws what is no matter of the question: Error{internal}, Error{input} for a
/// damaged database.
DatabaseFacts look_at_database(const apim::Databases& databases, const apim::Catalog& catalog,
                               const DatabaseQuestions& questions);

/// The signs of use alone: what guard check wants.
DatabaseFacts look_for_use(const apim::Databases& databases);

}  // namespace tokenshift::survey
