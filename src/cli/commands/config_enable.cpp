// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/node.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "../confirm.hpp"
#include "../conversion.hpp"
#include "../nodes.hpp"
#include "../switching.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  std::vector<std::string> nodes;
  CustomOptions custom;
  config::EnableOptions enable;
  bool fresh = false;
  bool dry_run = false;
  std::string confirm;
};

// What the gate found out about the database.
struct Gate {
  bool practice = false;
  std::string database = "fresh";  // the name to confirm with
  config::Clients clients;
};

using Shared = std::shared_ptr<const apim::Deployment>;

bool has_database(const apim::Deployment& deployment) {
  return !deployment.db_url.empty() || deployment.db_problem.has_value();
}

void warn_unread(Program& program, const char* id, const char* what, const Error& error) {
  program.tell(
      {Severity::warning, id, fmt::format("{}: {}", what, error.what()), error.hint(), {}});
}

// A new deployment has no clients; where its database can be asked, it is.
Gate fresh_gate(Program& program, const Options& options, const Shared& deployment) {
  if (!has_database(*deployment)) return {};
  std::optional<Session> session;
  try {
    session = open_session(deployment, db::Access::read);
  } catch (const Error& error) {
    warn_unread(program, "fresh-not-verified",
                "that the database holds no clients was not verified", error);
    return {};
  }
  const apps::Plan plan = plan_of(program, *session, options.custom);
  if (plan.before.total() > 0) {
    throw Error(ErrorKind::refused,
                fmt::format("{} holds {}: this is no fresh deployment", session->database->name(),
                            counted(plan.before.total(), "client")),
                "convert them first: tokenshift migrate" + deployment_words(options.deployment));
  }
  return {session->practice, session->database->name(), clients_of(*session, plan, true)};
}

// Up to 4.6 the switch is for all clients at once: one that is not JWT stops working.
Gate green_gate(Program& program, const Options& options, const Shared& deployment) {
  if (!has_database(*deployment)) {
    throw Error(
        ErrorKind::refused, "no database is named, so that all clients are JWT cannot be checked",
        "name it with --db URL or --home DIR; for a new deployment without clients: --fresh");
  }
  const Session session = open_session(deployment, db::Access::read);
  const apps::Plan plan = plan_of(program, session, options.custom);
  const std::int64_t not_jwt = plan.clients_to_convert + plan.blocking();
  if (not_jwt > 0) {
    throw Error(
        ErrorKind::refused,
        fmt::format("{} of {} {} not JWT, and would stop working", counted(not_jwt, "client"),
                    session.database->name(), not_jwt == 1 ? "is" : "are"),
        "convert them first: tokenshift migrate" + deployment_words(options.deployment));
  }
  return {session.practice, session.database->name(), clients_of(session, plan, false)};
}

// From 4.7 on each client decides for itself: those that are not JWT are counted, and stay as they
// are.
Gate counting_gate(Program& program, const Options& options, const Shared& deployment) {
  if (!has_database(*deployment)) return {};
  std::optional<Session> session;
  try {
    session = open_session(deployment, db::Access::read);
  } catch (const Error& error) {
    warn_unread(program, "clients-not-counted", "clients that stay opaque were not counted", error);
    return {};
  }
  const apps::Plan plan = plan_of(program, *session, options.custom);
  const std::int64_t not_jwt = plan.clients_to_convert + plan.blocking();
  if (not_jwt > 0) {
    program.tell({Severity::warning,
                  "clients-stay-opaque",
                  fmt::format("{} of {} {} not JWT; on 4.7 they stay opaque and stored",
                              counted(not_jwt, "client"), session->database->name(),
                              not_jwt == 1 ? "is" : "are"),
                  "to convert them: tokenshift migrate" + deployment_words(options.deployment),
                  {}});
  }
  return {session->practice, session->database->name(), clients_of(*session, plan, false)};
}

// A node with what is to be done to its file.
struct Target {
  Shared deployment;
  config::EditPlan plan;

  bool changes() const { return plan.after != plan.before; }
};

bool clients_decide(const Options& options, const apim::Deployment& deployment) {
  return deployment.version && *deployment.version >= apim::first_with_default_on &&
         (options.enable.issues_tokens || apim::node_role(deployment).issues_tokens);
}

// From 4.7 on the clients decide which keys are needed, so they are asked first; before, only a
// file that is going to change has to pass.
Gate ask_first(Program& program, Options& options, const Nodes& nodes) {
  for (const Shared& node : nodes) {
    if (!clients_decide(options, *node) || options.dry_run) continue;
    Gate gate =
        options.fresh ? fresh_gate(program, options, node) : counting_gate(program, options, node);
    options.enable.clients = gate.clients;
    if (gate.clients.known) return gate;
  }
  return {};
}

// The nodes of a deployment share one database: the first that names it is asked.
Gate ask_before_writing(Program& program, const Options& options,
                        const std::vector<Target>& targets) {
  const Target* asked = nullptr;
  for (const Target& target : targets) {
    if (!target.changes()) continue;
    if (asked == nullptr || (!has_database(*asked->deployment) && has_database(*target.deployment)))
      asked = &target;
  }
  if (asked == nullptr) return {};
  return options.fresh ? fresh_gate(program, options, asked->deployment)
                       : green_gate(program, options, asked->deployment);
}

int write_all(Program& program, const std::vector<Target>& targets) {
  for (const Target& target : targets) {
    if (target.changes()) os::require_replaceable(target.deployment->toml_path);
  }
  for (const Target& target : targets) {
    if (target.changes()) program.out() << write_edit(program, *target.deployment, target.plan);
  }
  tell_what_remains(program);
  return 0;
}

int run(Program& program, Options options) {
  const Nodes nodes = load_nodes(program, options.deployment, options.nodes);
  Gate gate = ask_first(program, options, nodes);
  std::vector<Target> targets;
  for (const Shared& node : nodes) {
    targets.push_back({node, config::plan_enable(*node, options.enable)});
  }
  const bool changes = std::ranges::any_of(targets, &Target::changes);
  const bool decided = std::ranges::any_of(
      nodes, [&](const Shared& node) { return clients_decide(options, *node); });
  if (changes && !decided && !options.dry_run) gate = ask_before_writing(program, options, targets);
  for (const Target& target : targets) {
    show_edit(program, *target.deployment, target.plan, targets.size() > 1);
  }
  const std::string words = node_words(options.deployment, options.nodes);
  if (!changes) {
    const bool applies =
        std::ranges::any_of(targets, [](const Target& target) { return target.plan.applies; });
    if (applies) program.say("already so; nothing was written");
    program.next("tokenshift config show" + words);
    return 0;
  }
  if (options.dry_run) {
    program.say("dry run: nothing was written, and the database was not asked");
    program.next("tokenshift config enable" + words + options.custom.words() +
                 enable_words(options.enable) + (options.fresh ? " --fresh" : ""));
    return 0;
  }
  if (!gate.practice) {
    confirm_irreversible(program, "switching the optimization on", gate.database, options.confirm);
  }
  return write_all(program, targets);
}

}  // namespace

Command config_enable() {
  auto options = std::make_shared<Options>();
  return {
      .name = "config enable",
      .details =
          "Sets what the version needs and changes no other byte; keeps a backup beside the "
          "file; replaces it "
          "in one step. Of several nodes all are checked before the first is written. Up to "
          "4.6 it refuses while any client is not JWT, or when there is no "
          "database to ask; "
          "on 4.7, where opaque and JWT clients live side by side, it warns.\n"
          "Once the server has run with it, switching back makes the tokens issued meanwhile "
          "invalid.",
      .options = joined(
          joined({node_argument(options->nodes)}, deployment_options(options->deployment)),
          joined(
              options->custom.options(),
              joined(
                  {{"-n,--dry-run", "", "print the diff and write nothing", &options->dry_run},
                   {"--fresh", "",
                    "a new deployment, which has no clients yet: the database is asked only where "
                    "there is one",
                    &options->fresh},
                   {"--confirm", "NAME",
                    "the name of the database (of a fresh one: fresh); asked otherwise",
                    &options->confirm}},
                  enable_options(options->enable)))),
      .examples = {{"look first", "tokenshift config enable --home /opt/wso2am --dry-run"},
                   {"all nodes of a deployment that issue tokens",
                    "tokenshift config enable cp1/ cp2/ --db sqlite:WSO2AM_DB.db --confirm "
                    "WSO2AM_DB"},
                   {"in a script",
                    "tokenshift config enable --home /opt/wso2am --confirm WSO2AM_DB"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
