// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/plan.hpp"
#include "tokenshift/os/files.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tokenshift::apps {

// A plan on disk is JSON Lines in a canonical form: the same plan gives the same bytes
// (docs/decisions/plan-file.md). The first line tells what it is for, then comes a line for each
// row that changes, in the order of the plan, and at last one with the SHA-256 of all bytes before
// it. It holds no secret. Both directions stream: a million clients need no more memory than the
// plan itself.

/// Writes a plan.
void write_plan(const os::Sink& out, const Plan& plan);

/// The first line of a plan.
struct PlanHeader {
  std::string database;
  std::string identity_database;  ///< empty where it is the same
  Identity identity;
  CustomIssuers custom;
  std::string fingerprint;
  std::int64_t changes = 0;
};

/// A line of a plan.
struct PlannedChange {
  Change change;  ///< without old_value
  std::optional<std::string> old_value;
};

/// Reads a plan line by line.
class PlanReader {
 public:
  /// Opens the file and reads the first line. Throws Error{environment} when it cannot be read,
  /// Error{input} when it is no plan, or one of another format.
  explicit PlanReader(const std::filesystem::path& path);
  ~PlanReader();

  const PlanHeader& header() const;

  /// The next change; false at the end. Throws Error{input} when the plan was cut off or altered:
  /// at the latest at its end, so nothing may come of it before that.
  bool next(PlannedChange& planned);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How reality differs from a plan.
struct Difference {
  Target target = Target::type_row;
  std::int64_t row = 0;
  std::string what;  ///< "is planned, but no longer as it was then", …
};

/// What the plan of a file and one made now do not share.
struct Comparison {
  std::vector<Difference> differences;  ///< the first of them
  std::int64_t different = 0;           ///< all of them
  /// All that has to change now is planned, and as planned: what is left after a run was cut off.
  bool now_is_rest = true;
};

/// Compares to the end of the plan; lists up to `limit` differences. Throws what the reader throws.
Comparison compare(PlanReader& planned, const Plan& now, std::size_t limit);

/// In what the target of a plan differs from a database, as a clause; empty when in nothing.
std::string other_target(const PlanHeader& planned, const Plan& now);

}  // namespace tokenshift::apps
