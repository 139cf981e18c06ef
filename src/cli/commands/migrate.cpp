// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "../moving.hpp"
#include "../sealing.hpp"
#include "../switching.hpp"
#include "../writing.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>
#include <utility>

namespace tokenshift::cli {
namespace {

struct Options {
  MoveOptions move;
  ThrottleOptions throttle;
  bool dry_run = false;
  std::string output = "table";

  bool json() const { return output == "json"; }
};

apps::Outcome convert(Program& program, Session& session, const Options& options,
                      const Move& move) {
  apps::Outcome outcome = write_with(program, session, "converting", options.throttle.throttle(),
                                     Telling::people, [&](const apps::Surroundings& world) {
                                       return apps::apply(session.databases(), move.clients, world);
                                     });
  if (!options.json()) program.out() << outcome_text(outcome, "converted") << std::flush;
  require_complete(outcome);
  return outcome;
}

// Reads everything again: the plan of a moved database is empty.
apps::Plan verify(Program& program, const Session& session, const Options& options) {
  apps::Plan after = plan_of(program, session, options.move.custom);
  if (!after.clients_are_jwt()) {
    throw Error(ErrorKind::refused,
                fmt::format("{} not JWT after the conversion; deployment.toml was not touched",
                            counted(after.clients_to_convert, "client is", "clients are")),
                "make sure that the servers are stopped, then run the same command again");
  }
  if (!options.json()) {
    program.out() << program.paint_out(Tone::good, "verified")
                  << ": every client is JWT or exempt\n\n"
                  << census_text(program, after.before) << '\n'
                  << std::flush;
  }
  return after;
}

report::Node::Object node(const Session& session, const Options& options, const Move& move,
                          const apps::Outcome& outcome, bool written) {
  report::Node::List keys;
  for (const config::Change& change : move.edit.changes) {
    keys.push_back(
        report::Node::Object{{"key", change.key}, {"from", change.from}, {"to", change.to}});
  }
  return {{"written", written},
          {"already_moved", move.is_moved()},
          {"plan", plan_node(move.clients)},
          {"conversion", outcome_node(outcome)},
          {"deployment_toml", session.deployment->toml_path.string()},
          {"keys", keys},
          {"seal", move.seal ? report::Node(options.move.seal) : report::Node()}};
}

void show(Program& program, const Session& session, const Options& options, const Move& move) {
  if (options.json()) return;
  program.out() << plan_text(program, move.clients) << '\n';
  show_edit(program, *session.deployment, move.edit);
}

// Nothing was written: why, and what to do next.
int leave(Program& program, const Session& session, const Options& options, const Move& move) {
  if (options.json()) {
    program.out() << report::to_json(node(session, options, move, apps::Outcome{}, false));
  }
  const std::string where = options.move.words();
  if (move.is_moved() && !move.seal) {
    program.say("already moved; nothing was written");
    program.next("tokenshift status" + where);
    return exit_ok;
  }
  program.say("dry run: nothing was written");
  program.next("tokenshift migrate" + where + enable_words(options.move.enable) +
               (options.move.seal.empty() ? "" : " --seal " + shell_word(options.move.seal)));
  return exit_ok;
}

void seal(Program& program, const Options& options, Move& move, const apps::Plan& clients) {
  add_counts(*move.seal, clients, program.now());
  write_seal(*move.seal, options.move.seal);
  program.say("sealed in " + printable(options.move.seal) + "; commit it beside the file");
}

// All is moved but not sealed: by hand, or by a run that was cut off.
int seal_alone(Program& program, const Session& session, const Options& options, Move move) {
  seal(program, options, move, move.clients);
  if (options.json()) {
    program.out() << report::to_json(node(session, options, move, apps::Outcome{}, true));
  }
  program.next(fmt::format("tokenshift guard check --seal {} {}", shell_word(options.move.seal),
                           shell_word(session.deployment->toml_path.string())));
  return exit_ok;
}

// The clients, then the file, then the seal: cut off in between, the rest is what is left to do.
int carry_out(Program& program, Session& session, const Options& options, Move move) {
  // Everything that can be refused is refused before the first byte is written.
  if (move.writes_file()) os::require_replaceable(session.deployment->toml_path);
  confirm_move(program, session, options.move, move);
  const apps::Outcome outcome =
      move.writes_database() ? convert(program, session, options, move) : apps::Outcome{};
  const apps::Plan after = verify(program, session, options);
  if (move.writes_file()) {
    const std::string written = write_edit(program, *session.deployment, move.edit);
    if (!options.json()) program.out() << written << std::flush;
  }
  if (move.seal) seal(program, options, move, after);
  if (options.json()) {
    program.out() << report::to_json(node(session, options, move, outcome, true));
  }
  tell_what_remains(program);
  return exit_ok;
}

int run(Program& program, const Options& options) {
  const auto deployment = load_shared(program, options.move.deployment);
  require_document(*deployment);
  apim::require_feature(*deployment);
  Session session =
      open_session(deployment, options.dry_run ? db::Access::read : db::Access::write);
  require_movable(program, session);
  Move move = plan_move(program, session, options.move);
  show(program, session, options, move);
  require_harmless(program, session, options.move, move);
  move.seal = plan_seal(program, session, options.move, move);
  if (move.seal && !options.json()) {
    program.out() << fmt::format("and a seal for guard check: {}\n", printable(options.move.seal));
  }
  if (options.dry_run || (move.is_moved() && !move.seal))
    return leave(program, session, options, move);
  if (move.is_moved()) {
    return seal_alone(program, session, options, std::move(move));
  }
  return carry_out(program, session, options, std::move(move));
}

}  // namespace

Command migrate() {
  auto options = std::make_shared<Options>();
  return {
      .name = "migrate",
      .details =
          "Checks the preconditions, those of tokenshift doctor that file and home can tell among "
          "them, shows one plan for database and file, asks, converts every client with a "
          "journal, reads everything again, and only then switches the optimization on. With "
          "--seal it "
          "then writes down what guard check has to hold. Cut off anywhere, the same command "
          "continues; run again, it changes nothing.\n"
          "The servers have to be stopped meanwhile. Converting can be undone (apps undo) until a "
          "server has run with the optimization on; switching it back then makes the tokens issued "
          "meanwhile invalid.",
      .options = joined(
          deployment_options(options->move.deployment),
          joined(joined(options->move.custom.options(), options->throttle.options_with_sessions()),
                 {{"-n,--dry-run", "", "show the whole plan and write nothing", &options->dry_run},
                  {"-y,--yes", "", "do not ask whether to convert the clients", &options->move.yes},
                  {"--servers-stopped", "", "say that every server of the deployment is stopped",
                   &options->move.servers_stopped},
                  {"--confirm", "NAME",
                   "the name of the database, to switch the optimization on; asked otherwise",
                   &options->move.confirm},
                  {"--allow-issuer", "CLASS",
                   "keep this class as the issuer of JWT; default: a class of your own is refused",
                   &options->move.enable.allow_issuer},
                  {"--seal", "FILE",
                   "write a seal of the moved deployment to this new file, for guard check; "
                   "default: none",
                   &options->move.seal},
                  {"--force", "", "overwrite placeholders such as $env{…}, too",
                   &options->move.enable.force},
                  {"-o,--output",
                   "FORMAT",
                   "how the answer is printed; default table",
                   &options->output,
                   {"table", "json"}}})),
      .examples =
          {{"look first; nothing is written", "tokenshift migrate --home /opt/wso2am --dry-run"},
           {"in the maintenance window", "tokenshift migrate --home /opt/wso2am"},
           {"with a seal to commit", "tokenshift migrate --home /opt/wso2am --seal seal.json"},
           {"in a script",
            "tokenshift migrate --home /opt/wso2am --servers-stopped --yes --confirm WSO2AM_DB"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
