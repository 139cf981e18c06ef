// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/key_manager.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/apim/running.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "../confirm.hpp"
#include "../conversion.hpp"
#include "../diagnosis.hpp"
#include "../switching.hpp"
#include "../writing.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  CustomOptions custom;
  ThrottleOptions throttle;
  config::EnableOptions enable;
  bool dry_run = false;
  bool yes = false;
  bool servers_stopped = false;
  std::string confirm;
  std::string output = "table";
};

// One plan for both: the database and the file.
struct Move {
  apps::Plan clients;
  config::EditPlan edit;
  bool unfinished = false;

  bool writes_database() const { return !clients.changes.empty() || unfinished; }
  bool writes_file() const { return edit.after != edit.before; }
};

Move plan_move(Program& program, Session& session, const Options& options) {
  Move move;
  move.clients = plan_of(program, session, options.custom);
  config::EnableOptions enable = options.enable;
  enable.clients = clients_of(session, move.clients, true);
  move.edit = config::plan_enable(*session.deployment, enable);
  move.unfinished = apps::unfinished_run(session.databases()).has_value();
  return move;
}

// What has to hold before anything is planned. Throws what does not.
void require_preconditions(Program& program, const Session& session) {
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
void require_nothing_breaks(Program& program, const Session& session, const Options& options,
                            const Move& move) {
  if (!move.writes_file()) return;
  const Diagnosis diagnosis = diagnose_switch(program, *session.deployment, move.edit);
  const auto broken = diagnosis.hits_of(Concern::will_break);
  const std::string where = deployment_words(options.deployment) + options.custom.words();
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

void confirm_move(Program& program, Session& session, const Options& options, const Move& move) {
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

apps::Outcome convert(Program& program, Session& session, const Options& options,
                      const Move& move) {
  apps::Outcome outcome = write_with(program, session, "converting", options.throttle.throttle(),
                                     Telling::people, [&](const apps::Surroundings& world) {
                                       return apps::apply(session.databases(), move.clients, world);
                                     });
  if (options.output != "json") program.out() << outcome_text(outcome, "converted") << std::flush;
  require_complete(outcome);
  return outcome;
}

// Reads everything again: the plan of a moved database is empty.
void verify(Program& program, Session& session, const Options& options) {
  const apps::Plan after = plan_of(program, session, options.custom);
  if (!after.clients_are_jwt()) {
    throw Error(ErrorKind::refused,
                fmt::format("{} not JWT after the conversion; deployment.toml was not touched",
                            counted(after.clients_to_convert, "client is", "clients are")),
                "make sure that the servers are stopped, then run the same command again");
  }
  if (options.output != "json") {
    program.out() << program.paint_out(Tone::good, "verified")
                  << ": every client is JWT or exempt\n\n"
                  << census_text(program, after.before) << '\n'
                  << std::flush;
  }
}

report::Node::Object node(const Session& session, const Move& move, const apps::Outcome& outcome,
                          bool written) {
  report::Node::List keys;
  for (const config::Change& change : move.edit.changes) {
    keys.push_back(
        report::Node::Object{{"key", change.key}, {"from", change.from}, {"to", change.to}});
  }
  return {{"written", written},
          {"already_moved", !move.writes_database() && !move.writes_file()},
          {"plan", plan_node(move.clients)},
          {"conversion", outcome_node(outcome)},
          {"deployment_toml", session.deployment->toml_path.string()},
          {"keys", keys}};
}

int run(Program& program, const Options& options) {
  const auto deployment = load_shared(program, options.deployment);
  require_document(*deployment);
  apim::require_feature(*deployment);
  Session session =
      open_session(deployment, options.dry_run ? db::Access::read : db::Access::write);
  require_preconditions(program, session);
  const Move move = plan_move(program, session, options);
  const bool json = options.output == "json";
  apps::Outcome outcome;

  if (!json) {
    program.out() << plan_text(program, move.clients) << '\n';
    show_edit(program, *session.deployment, move.edit);
  }
  require_nothing_blocks(move);
  require_nothing_breaks(program, session, options, move);
  const std::string where = deployment_words(options.deployment) + options.custom.words();
  if (!move.writes_database() && !move.writes_file()) {
    if (json) program.out() << report::to_json(node(session, move, outcome, false));
    program.say("already moved; nothing was written");
    program.next("tokenshift status" + where);
    return 0;
  }
  if (options.dry_run) {
    if (json) program.out() << report::to_json(node(session, move, outcome, false));
    program.say("dry run: nothing was written");
    program.next("tokenshift migrate" + where + enable_words(options.enable));
    return 0;
  }
  // Everything that can be refused is refused before the first byte is written.
  if (move.writes_file()) os::require_replaceable(session.deployment->toml_path);
  confirm_move(program, session, options, move);

  if (move.writes_database()) outcome = convert(program, session, options, move);
  verify(program, session, options);
  const std::string written =
      move.writes_file() ? write_edit(program, *session.deployment, move.edit) : std::string();
  program.out() << (json ? report::to_json(node(session, move, outcome, true)) : written);
  tell_what_remains(program);
  return 0;
}

}  // namespace

Command migrate() {
  auto options = std::make_shared<Options>();
  return {
      .name = "migrate",
      .details =
          "Checks the preconditions, those of tokenshift doctor that file and home can tell among "
          "them, shows one plan for database and file, asks, converts every "
          "client with a "
          "journal, reads everything again, and only then switches the optimization on. Cut off "
          "anywhere, the "
          "same command continues; run again, it changes nothing.\n"
          "The servers have to be stopped meanwhile. Converting can be undone (apps undo) until a "
          "server has "
          "run with the optimization on; switching it back then makes the tokens issued meanwhile "
          "invalid.",
      .options = joined(
          deployment_options(options->deployment),
          joined(joined(options->custom.options(), options->throttle.options_with_sessions()),
                 {{"-n,--dry-run", "", "show the whole plan and write nothing", &options->dry_run},
                  {"-y,--yes", "", "do not ask whether to convert the clients", &options->yes},
                  {"--servers-stopped", "", "say that every server of the deployment is stopped",
                   &options->servers_stopped},
                  {"--confirm", "NAME",
                   "the name of the database, to switch the optimization on; asked otherwise",
                   &options->confirm},
                  {"--allow-issuer", "CLASS",
                   "keep this class as the issuer of JWT; default: a class of your own is refused",
                   &options->enable.allow_issuer},
                  {"--force", "", "overwrite placeholders such as $env{…}, too",
                   &options->enable.force},
                  {"-o,--output",
                   "FORMAT",
                   "how the answer is printed; default table",
                   &options->output,
                   {"table", "json"}}})),
      .examples =
          {{"look first; nothing is written", "tokenshift migrate --home /opt/wso2am --dry-run"},
           {"in the maintenance window", "tokenshift migrate --home /opt/wso2am"},
           {"in a script",
            "tokenshift migrate --home /opt/wso2am --servers-stopped --yes --confirm WSO2AM_DB"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
