// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/plan.hpp"
#include "tokenshift/checks/seal.hpp"
#include "tokenshift/config/enable.hpp"

#include "conversion.hpp"
#include "program.hpp"
#include "session.hpp"

#include <optional>
#include <string>

namespace tokenshift::cli {

// The whole move as one plan, and all that can refuse it before the first byte is written.

/// What migrate is told of the move.
struct MoveOptions {
  apim::DeploymentRequest deployment;
  CustomOptions custom;
  config::EnableOptions enable;
  std::string seal;  ///< the file to write a seal into; empty for none
  bool yes = false;
  bool servers_stopped = false;
  std::string confirm;

  /// The part of a command line that names deployment and custom issuers again.
  std::string words() const { return deployment_words(deployment) + custom.words(); }
};

/// One plan for database, file and seal.
struct Move {
  apps::Plan clients;
  config::EditPlan edit;
  bool unfinished = false;           ///< a run of the conversion was cut off
  std::optional<checks::Seal> seal;  ///< of the file as it will be; without counts as yet

  bool writes_database() const { return !clients.changes.empty() || unfinished; }
  bool writes_file() const { return edit.after != edit.before; }
  bool is_moved() const { return !writes_database() && !writes_file(); }
};

/// What has to hold before anything is planned. Throws what does not.
void require_movable(Program& program, const Session& session);

/// Reads and plans all but the seal; writes nothing.
Move plan_move(Program& program, const Session& session, const MoveOptions& options);

/// Throws Error{refused} for a client in the way, and for what doctor says would break.
void require_harmless(Program& program, const Session& session, const MoveOptions& options,
                      const Move& move);

/// The seal of the file as the switch leaves it, where one is asked for. Where nothing is left to
/// move, a file that is there is the seal of the run before, and none is planned.
/// Throws Error{environment} when the file exists, and what sound_seal() throws.
std::optional<checks::Seal> plan_seal(const Program& program, const Session& session,
                                      const MoveOptions& options, const Move& move);

/// Asks all that has to be asked. A practice deployment is not asked about.
void confirm_move(Program& program, Session& session, const MoveOptions& options, const Move& move);

}  // namespace tokenshift::cli
