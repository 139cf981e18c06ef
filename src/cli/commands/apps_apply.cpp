// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/key_manager.hpp"
#include "tokenshift/apim/running.hpp"
#include "tokenshift/apps/plan_file.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "../confirm.hpp"
#include "../conversion.hpp"
#include "../writing.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <optional>
#include <ostream>

namespace tokenshift::cli {
namespace {

constexpr std::size_t listed_differences = 20;

struct Options {
  apim::DeploymentRequest deployment;
  CustomOptions custom;
  ThrottleOptions throttle;
  std::string plan_file;
  bool dry_run = false;
  bool yes = false;
  bool servers_stopped = false;
  std::string output = "table";
};

// The plan says itself what is to be done with custom issuers.
apps::CustomIssuers issuers_of(const Options& options,
                               const std::optional<apps::PlanReader>& planned) {
  apps::CustomIssuers named = options.custom.issuers();
  if (!planned || planned->header().custom == named) return named;
  if (named != apps::CustomIssuers{}) {
    throw Error(ErrorKind::usage, "the plan was made with other custom issuers",
                "leave out --convert-custom and --accept-custom: the plan holds them");
  }
  return planned->header().custom;
}

// A plan from a file is carried out exactly, or not at all.
void require_as_planned(Program& program, apps::PlanReader& planned, const apps::Plan& now,
                        const Session& session) {
  const std::string other = apps::other_target(planned.header(), now);
  if (!other.empty()) {
    throw Error(ErrorKind::refused, other,
                "name the right database with --home or --db, or make a new plan");
  }
  const apps::Comparison comparison = apps::compare(planned, now, listed_differences);
  if (now.changes.empty()) return;  // carried out already
  const auto cut_off = apps::unfinished_run(session.databases());
  if (cut_off && cut_off->fingerprint == planned.header().fingerprint && comparison.now_is_rest)
    return;
  if (comparison.different == 0) return;
  for (const auto& [target, row, what] : comparison.differences) {
    program.err() << fmt::format("  {} {}: {}\n", apps::spec_of(target).noun, row, what);
  }
  const auto unlisted =
      comparison.different - static_cast<std::int64_t>(comparison.differences.size());
  if (unlisted > 0) program.err() << fmt::format("  and {} more\n", with_thousands(unlisted));
  throw Error(ErrorKind::refused, "the database is not as it was when the plan was made",
              "make a new plan: tokenshift apps plan --out FILE");
}

int run(Program& program, const Options& options) {
  const apps::Throttle throttle = options.throttle.throttle();
  std::optional<apps::PlanReader> planned;
  if (!options.plan_file.empty()) planned.emplace(options.plan_file);
  const apps::CustomIssuers custom = issuers_of(options, planned);
  Session session = open_session(program, options.deployment,
                                 options.dry_run ? db::Access::read : db::Access::write);
  if (!options.dry_run) {
    apim::require_own_key_manager(*session.deployment, session.catalog);
  }
  tell_oddities(program, session);
  const apps::Plan plan = plan_of(program, session, custom);
  if (planned) require_as_planned(program, *planned, plan, session);
  const bool json = options.output != "table";
  const auto telling = options.output == "jsonl" ? Telling::events : Telling::people;
  const bool nothing = plan.changes.empty() && !apps::unfinished_run(session.databases());
  if (!json && (options.dry_run || !nothing))
    program.out() << plan_text(program, plan) << std::flush;
  const std::string where = deployment_words(options.deployment) + words_of(custom);
  if (options.dry_run) {
    if (options.output == "json") program.out() << report::to_json(plan_node(plan));
    if (options.output == "jsonl") program.out() << report::to_json_line(plan_node(plan));
    program.say("dry run: nothing was written");
    const std::string plan_word =
        options.plan_file.empty() ? "" : " " + shell_word(options.plan_file);
    program.next("tokenshift apps apply" + plan_word + where);
    return 0;
  }
  if (!nothing && !session.practice) {
    confirm_servers_stopped(
        program,
        apim::signs_of_running_server(*session.deployment, session.databases(), program.now()),
        options.servers_stopped);
    confirm_reversible(
        program,
        fmt::format("Change {} of {}?",
                    counted(static_cast<std::int64_t>(plan.changes.size()), "row"), plan.database),
        options.yes);
  }
  apps::Outcome outcome;
  if (!nothing) {
    outcome = write_with(program, session, "converting", throttle, telling,
                         [&](const apps::Surroundings& world) {
                           return apps::apply(session.databases(), plan, world);
                         });
  }
  program.out() << outcome_in(options.output, outcome, "converted");
  require_complete(outcome);
  program.next("tokenshift apps verify" + where);
  return 0;
}

}  // namespace

Command apps_apply() {
  auto options = std::make_shared<Options>();
  return {
      .name = "apps apply",
      .details =
          "Plans, shows the plan, asks, and writes in small transactions. Each changed row leaves "
          "its old value "
          "in the journal in the same transaction, so a run that was cut off, even by kill -9, is "
          "continued by "
          "the same command. A row that is not as planned is left and reported.\n"
          "The servers have to be stopped: they cache clients.",
      .options = joined(
          deployment_options(options->deployment),
          joined(joined(options->custom.options(), options->throttle.options_with_sessions()),
                 {{"PLAN", "",
                   "a file of apps plan --out: exactly this is carried out, or nothing; default: a "
                   "plan is made now",
                   &options->plan_file},
                  {"-n,--dry-run", "", "show the plan and write nothing", &options->dry_run},
                  {"-y,--yes", "", "do not ask whether to change the rows", &options->yes},
                  {"--servers-stopped", "", "say that every server of the deployment is stopped",
                   &options->servers_stopped},
                  {"-o,--output",
                   "FORMAT",
                   "how the answer is printed; jsonl: events while it runs; default table",
                   &options->output,
                   {"table", "json", "jsonl"}}})),
      .examples = {{"with questions", "tokenshift apps apply --home /opt/wso2am"},
                   {"in a script",
                    "tokenshift apps apply --home /opt/wso2am --servers-stopped --yes"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
