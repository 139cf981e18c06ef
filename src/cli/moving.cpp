// SPDX-License-Identifier: Apache-2.0
#include "moving.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/key_manager.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/apim/running.hpp"
#include "tokenshift/apps/apply.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "confirm.hpp"
#include "diagnosis.hpp"
#include "sealing.hpp"
#include "switching.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace tokenshift::cli {
namespace {

void require_nothing_blocks(const Move& move) {
  const std::int64_t blocking = move.clients.blocking();
  if (blocking == 0) return;
  throw Error(ErrorKind::refused,
              fmt::format("{} of a custom issuer {} in the way", counted(blocking, "client"),
                          blocking == 1 ? "stands" : "stand"),
              "convert them with --convert-custom NAME, or leave them with --accept-custom NAME");
}

// What doctor finds in the file as it will be, and in the home. Warnings are counted only: doctor
// tells them.
void require_nothing_breaks(Program& program, const Session& session, const MoveOptions& options,
                            const Move& move) {
  if (!move.writes_file()) return;
  const Diagnosis diagnosis = diagnose_switch(program, *session.deployment, move.edit);
  const auto broken = diagnosis.hits_of(Concern::will_break);
  const std::string where = options.words();
  for (const checks::Hit* hit : broken) program.tell(hit->finding);
  if (!broken.empty()) {
    throw Error(ErrorKind::refused,
                fmt::format("{} would break by the switch: {}",
                            counted(static_cast<std::int64_t>(broken.size()), "thing"),
                            broken.front()->finding.message),
                "see all of it: tokenshift doctor" + where);
  }
  const std::size_t changes = diagnosis.hits_of(Concern::will_change).size();
  if (changes == 0) return;
  program.say(fmt::format(
      "note: {} with the switch: tokenshift doctor{}",
      counted(static_cast<std::int64_t>(changes), "thing changes", "things change"), where));
}

}  // namespace

void require_movable(Program& program, const Session& session) {
  apim::require_feature(*session.deployment);
  const apim::NodeRole role = apim::node_role(*session.deployment);
  if (!role.issues_tokens) {
    throw Error(ErrorKind::refused, fmt::format("this is no node that issues tokens: {}", role.why),
                "run it with the home of the control plane or key manager");
  }
  apim::require_own_key_manager(*session.deployment, session.catalog);
  tell_oddities(program, session);
  for (const std::string& name : apim::custom_token_types(*session.deployment)) {
    program.tell(
        {Severity::note,
         "custom-token-type",
         fmt::format("deployment.toml defines the token type {}; clients of it are left alone",
                     printable(name)),
         "its class has to extend " + std::string(apim::extended_issuer),
         {}});
  }
}

Move plan_move(Program& program, const Session& session, const MoveOptions& options) {
  Move move;
  move.clients = plan_of(program, session, options.custom);
  config::EnableOptions enable = options.enable;
  enable.clients = clients_of(session, move.clients, true);
  move.edit = config::plan_enable(*session.deployment, enable);
  move.unfinished = apps::unfinished_run(session.databases()).has_value();
  return move;
}

void require_harmless(Program& program, const Session& session, const MoveOptions& options,
                      const Move& move) {
  require_nothing_blocks(move);
  require_nothing_breaks(program, session, options, move);
}

std::optional<checks::Seal> plan_seal(const Program& program, const Session& session,
                                      const MoveOptions& options, const Move& move) {
  if (options.seal.empty()) return std::nullopt;
  if (move.is_moved() && std::filesystem::exists(options.seal)) return std::nullopt;
  os::require_new(options.seal);
  const apim::Deployment& deployment = *session.deployment;
  return sound_seal(program,
                    checks::state_of(move.edit.after, deployment.toml_path.string(), deployment));
}

void confirm_move(Program& program, Session& session, const MoveOptions& options,
                  const Move& move) {
  if (session.practice) return;
  confirm_servers_stopped(
      program,
      apim::signs_of_running_server(*session.deployment, session.databases(), program.now()),
      options.servers_stopped);
  if (move.writes_database()) {
    confirm_reversible(
        program,
        fmt::format("Change {} of {}?",
                    counted(static_cast<std::int64_t>(move.clients.changes.size()), "row"),
                    move.clients.database),
        options.yes);
  }
  if (move.writes_file()) {
    confirm_irreversible(program, "switching the optimization on", move.clients.database,
                         options.confirm);
  }
}

}  // namespace tokenshift::cli
