// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/apply.hpp"
#include "tokenshift/apps/plan.hpp"
#include "tokenshift/report/json.hpp"

#include "program.hpp"
#include "session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

// What the commands that plan, apply and verify have in common: how it is shown, and what they
// need.

/// The options --convert-custom and --accept-custom.
struct CustomOptions {
  std::vector<std::string> convert;
  std::vector<std::string> accept;

  std::vector<Option> options();
  apps::CustomIssuers issuers() const;
  std::string words() const;  ///< the options again, for "next: …"
};

/// The options that give these issuers, for "next: …".
std::string words_of(const apps::CustomIssuers& issuers);

/// The plan of a session's database, with progress.
apps::Plan plan_of(Program& program, const Session& session, const apps::CustomIssuers& custom);
inline apps::Plan plan_of(Program& program, const Session& session, const CustomOptions& custom) {
  return plan_of(program, session, custom.issuers());
}

/// The clients by kind and type, as a small table for people.
std::string census_text(const Program& program, const apps::Census& census);
report::Node::Object census_node(const apps::Census& census);

/// What a plan does and leaves, for people; names the clients that block it.
std::string plan_text(const Program& program, const apps::Plan& plan);
report::Node::Object plan_node(const apps::Plan& plan);

/// What apply() or undo() did, for people.
std::string outcome_text(const apps::Outcome& outcome, std::string_view verb);
report::Node::Object outcome_node(const apps::Outcome& outcome);

/// The same in a format: "table" for people, "json", or "jsonl": the last event.
std::string outcome_in(std::string_view format, const apps::Outcome& outcome,
                       std::string_view verb);

/// Throws Error{interrupted} when the work was stopped part-way, Error{refused} when rows had
/// drifted.
void require_complete(const apps::Outcome& outcome);

}  // namespace tokenshift::cli
