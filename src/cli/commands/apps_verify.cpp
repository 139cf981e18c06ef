// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"

#include "../conversion.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  CustomOptions custom;
  std::string output = "table";
};

int run(Program& program, const Options& options) {
  const Session session = open_session(program, options.deployment, db::Access::read);
  tell_oddities(program, session);
  const apps::Plan plan = plan_of(program, session, options.custom);
  const std::int64_t not_jwt = plan.clients_to_convert + plan.blocking();
  const bool complete = plan.changes.empty();
  if (options.output == "json") {
    auto node = plan_node(plan);
    node.insert(node.begin(), {"verified", plan.clients_are_jwt()});
    program.out() << report::to_json(node);
  } else {
    program.out() << census_text(program, plan.before) << '\n'
                  << (not_jwt == 0
                          ? program.paint_out(Tone::good, "yes") +
                                ": every client is JWT or exempt\n"
                          : program.paint_out(Tone::bad, "no") +
                                fmt::format(": {} {} not JWT\n", counted(not_jwt, "client"),
                                            not_jwt == 1 ? "is" : "are"));
    if (not_jwt == 0 && !complete) {
      program.out() << fmt::format("{} still differ: copies that portals show, or portal flags\n",
                                   counted(static_cast<std::int64_t>(plan.changes.size()), "row"));
    }
  }
  const std::string where = deployment_words(options.deployment) + options.custom.words();
  program.next(not_jwt > 0 || !complete ? "tokenshift apps plan" + where
                                        : "tokenshift config enable" +
                                              deployment_words(options.deployment) + " --dry-run");
  return plan.clients_are_jwt() ? exit_ok : exit_no;
}

}  // namespace

Command apps_verify() {
  auto options = std::make_shared<Options>();
  return {
      .name = "apps verify",
      .details =
          "Exempt are OAuth 1.0a clients and keys of foreign key managers. Clients of a custom "
          "issuer "
          "count against it unless accepted by name. Exit 0 when complete, 1 when not.",
      .options =
          joined(deployment_options(options->deployment),
                 joined(options->custom.options(), {{"-o,--output",
                                                     "FORMAT",
                                                     "how the answer is printed; default table",
                                                     &options->output,
                                                     {"table", "json"}}})),
      .examples = {{"in a script", "tokenshift apps verify --home /opt/wso2am -q || echo not yet"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
