// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/running.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "../confirm.hpp"
#include "../conversion.hpp"
#include "../writing.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  ThrottleOptions throttle;
  std::int64_t run = 0;
  bool dry_run = false;
  bool yes = false;
  bool servers_stopped = false;
  std::string ticket;
  std::string confirm;
  std::string output = "table";
};

// Clients that go back to opaque while the optimization is on get tokens that nobody stores.
void require_return(const Options& options, const Session& session,
                    const std::vector<std::string>& signs) {
  if (!options.ticket.empty()) return;
  if (!signs.empty()) {
    throw Error(
        ErrorKind::refused, fmt::format("past the point of no return: {}", fmt::join(signs, "; ")),
        "going forward is always possible; to undo all the same: --accept-irreversible TICKET");
  }
  const apim::FeatureState state = apim::feature_state(*session.deployment);
  if (state.optimization != apim::Optimization::on) return;
  throw Error(ErrorKind::refused,
              fmt::format("the optimization is still switched on: {}", state.why),
              fmt::format("first put the backup of {} back, which lies beside it; then undo",
                          printable(session.deployment->toml_path.string())));
}

int run(Program& program, const Options& options) {
  const apps::Throttle throttle = options.throttle.throttle();
  const auto telling = options.output == "jsonl" ? Telling::events : Telling::people;
  Session session = open_session(program, options.deployment,
                                 options.dry_run ? db::Access::read : db::Access::write);
  const apps::Run target = apps::run_with_id(session.databases(), options.run);
  const auto signs = apim::signs_of_no_return(*session.deployment, session.databases());
  const std::string question =
      fmt::format("restore {} of run {} in {}", counted(target.changes - target.undone, "row"),
                  target.id, session.databases().name());
  const std::string where = deployment_words(options.deployment);
  if (options.dry_run) {
    program.out() << "would " << question << '\n';
    for (const std::string& sign : signs) {
      program.tell({Severity::warning, "no-way-back", sign, "see --accept-irreversible", {}});
    }
    program.say("dry run: nothing was written");
    program.next(fmt::format("tokenshift apps undo {}{}", options.run, where));
    return 0;
  }
  const bool nothing = target.state == apps::state_undone;
  if (!nothing) require_return(options, session, signs);
  if (!nothing && !session.practice) {
    confirm_servers_stopped(
        program,
        apim::signs_of_running_server(*session.deployment, session.databases(), program.now()),
        options.servers_stopped);
    if (!signs.empty()) {
      confirm_irreversible(program, "a late undo", session.database->name(), options.confirm);
    } else {
      confirm_reversible(program, "Really " + question + "?", options.yes);
    }
  }
  apps::Outcome outcome{.run = nothing ? 0 : target.id};
  if (!nothing) {
    outcome = write_with(program, session, "restoring", throttle, telling,
                         [&](const apps::Surroundings& world) {
                           return apps::undo(session.databases(), target.id, options.ticket, world);
                         });
  }
  program.out() << outcome_in(options.output, outcome, "restored");
  if (outcome.interrupted) require_complete(outcome);
  program.next("tokenshift status" + where);
  return 0;
}

}  // namespace

Command apps_undo() {
  auto options = std::make_shared<Options>();
  return {
      .name = "apps undo",
      .details =
          "Rows that were changed since by somebody else are left and reported. An undo that was "
          "cut off is "
          "continued by the same command. Once the server has run with the optimization on it is "
          "refused: "
          "clients that become opaque again would get tokens that nobody stores.",
      .options = joined(
          joined(deployment_options(options->deployment), options->throttle.options()),
          {{"RUN", "", "the number of the run, from apps history", &options->run, {}, true},
           {"-n,--dry-run", "", "say what would be restored and write nothing", &options->dry_run},
           {"-y,--yes", "", "do not ask whether to restore the rows", &options->yes},
           {"--servers-stopped", "", "say that every server of the deployment is stopped",
            &options->servers_stopped},
           {"--accept-irreversible", "TICKET",
            "undo past the point of no return; TICKET is kept in the journal; without it that is "
            "refused",
            &options->ticket},
           {"--confirm", "NAME",
            "the name of the database, for an undo past the point of no return; asked otherwise",
            &options->confirm},
           {"-o,--output",
            "FORMAT",
            "how the answer is printed; jsonl: events while it runs; default table",
            &options->output,
            {"table", "json", "jsonl"}}}),
      .examples = {{"the first run",
                    "tokenshift apps undo 1 --home /opt/wso2am --servers-stopped"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
