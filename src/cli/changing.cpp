// SPDX-License-Identifier: Apache-2.0
#include "changing.hpp"

#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/config/change.hpp"
#include "tokenshift/os/files.hpp"

#include "session.hpp"
#include "switching.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {

std::vector<Option> ChangeOptions::options() {
  return joined({{"-n,--dry-run", "", "print the diff and write nothing", &dry_run},
                 {"--force", "", "overwrite placeholders such as $env{…}, too", &force},
                 {"--accept-irreversible", "TICKET",
                  "change the optimization although tokens may become invalid; TICKET names who "
                  "decided; without it that is refused",
                  &ticket}},
                configuration_options(deployment));
}

int change_key(Program& program, const ChangeOptions& options, const toml::Change& change,
               const std::string& again) {
  const auto deployment = load_shared(program, options.deployment);
  require_document(*deployment);
  const config::EditPlan plan = config::plan_change(*deployment, change, options.ticket);
  const std::string words = deployment_words(options.deployment);
  if (plan.after == plan.before) {
    program.say(change.literal ? "already so; nothing was written"
                               : "not set; nothing was written");
    return exit_ok;
  }
  if (options.dry_run) {
    show_edit(program, *deployment, plan);
    program.say("dry run: nothing was written");
    program.next(again + words +
                 (options.ticket.empty() ? std::string()
                                         : " --accept-irreversible " + shell_word(options.ticket)));
    return exit_ok;
  }
  for (const Finding& finding : plan.findings) program.tell(finding);
  program.out() << write_edit(program, *deployment, plan);
  program.say("running servers are not told: the change takes effect when they start");
  program.next("tokenshift config get " + shell_word(options.key) + words);
  return exit_ok;
}

}  // namespace tokenshift::cli
