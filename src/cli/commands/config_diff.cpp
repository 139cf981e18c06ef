// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/version.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"

#include "../conversion.hpp"
#include "../nodes.hpp"
#include "../switching.hpp"
#include "commands.hpp"

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  std::vector<std::string> nodes;
  config::EnableOptions enable;
  bool exit_code = false;
};

// Only 4.7 asks the database which keys are needed; a diff is shown without it too.
config::Clients clients_of_node(Program& program,
                                const std::shared_ptr<const apim::Deployment>& deployment) {
  const bool asks = deployment->version && *deployment->version >= apim::first_with_default_on;
  if (!asks || deployment->db_url.empty()) return {};
  try {
    const Session session = open_session(deployment, db::Access::read);
    return clients_of(session, plan_of(program, session, CustomOptions{}), true);
  } catch (const Error& error) {
    program.tell({Severity::warning, "database-not-read", error.what(), error.hint(), {}});
    return {};
  }
}

int run(Program& program, Options options) {
  const Nodes nodes = load_nodes(program, options.deployment, options.nodes);
  bool differs = false;
  for (const auto& node : nodes) {
    options.enable.clients = clients_of_node(program, node);
    const config::EditPlan plan = config::plan_enable(*node, options.enable);
    show_edit(program, *node, plan, nodes.size() > 1);
    const bool changes = plan.after != plan.before;
    differs = differs || changes;
    if (!changes && plan.applies) {
      program.say(nodes.size() == 1 ? "nothing to change"
                                    : printable(node->toml_path.string()) + ": nothing to change");
    }
  }
  const std::string words = node_words(options.deployment, options.nodes);
  program.next(differs ? "tokenshift config enable" + words + enable_words(options.enable)
                       : "tokenshift config show" + words);
  return differs && options.exit_code ? exit_no : exit_ok;
}

}  // namespace

Command config_diff() {
  auto options = std::make_shared<Options>();
  return {.name = "config diff",
          .details =
              "Writes nothing. On 4.7 two keys depend on the clients, so the database is asked "
              "when it can be.",
          .options = joined(
              joined({node_argument(options->nodes)}, deployment_options(options->deployment)),
              joined({{"--exit-code", "", "exit 1 when there is something to change",
                       &options->exit_code}},
                     enable_options(options->enable))),
          .examples = {{"a patch to review",
                        "tokenshift config diff --home /opt/wso2am > enable.patch"},
                       {"all nodes of a deployment in one patch",
                        "tokenshift config diff nodes/cp/deployment.toml nodes/km/deployment.toml "
                        "--apim-version 4.6.0"}},
          .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
