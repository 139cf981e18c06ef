// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/cluster.hpp"
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/report/table.hpp"

#include "../nodes.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  std::vector<std::string> nodes;
  std::string output = "table";
};

const report::Column key{"key", "KEY"};
const report::Column value{"value", "VALUE"};
const report::Column as_wanted{"as_wanted", "AS WANTED"};
const report::Column source{"source", "SOURCE"};
const report::Column meaning{"meaning", "MEANING"};
const report::Column node{"node", "NODE"};

std::string source_of(const apim::Setting& setting) {
  if (setting.source != apim::Source::file) return std::string(to_string(setting.source));
  const std::string place = to_string(setting.location);
  return setting.written.empty() ? place : fmt::format("{} ({})", place, setting.written);
}

std::vector<report::Cell> cells_of(const apim::Setting& setting) {
  const bool known = setting.source != apim::Source::unknown;
  const auto right = setting.as_wanted();
  return {setting.key, known ? report::Cell(setting.value) : report::Cell(),
          right ? report::Cell(*right) : report::Cell(), source_of(setting),
          setting.meaning + (setting.optional ? "; on 4.7 only some deployments need it" : "")};
}

void say_role(Program& program, const apim::Deployment& deployment, const std::string& name) {
  const apim::NodeRole role = apim::node_role(deployment);
  if (role.issues_tokens) return;
  program.say(fmt::format("{}these keys have no effect on this node: {}", name, role.why));
}

void say_open(Program& program, const apim::FeatureState& state) {
  for (const apim::Setting& setting : state.settings) {
    if (!setting.open.empty()) program.say(fmt::format("{} has {}", setting.key, setting.open));
  }
}

int show_one(Program& program, const Options& options, const apim::Deployment& deployment) {
  const apim::FeatureState state = apim::feature_state(deployment);
  const auto writer =
      report::row_writer(options.output, program.out(),
                         {.name = "settings", .columns = {key, value, as_wanted, source, meaning}});
  for (const apim::Setting& setting : state.settings) writer->row(cells_of(setting));
  writer->finish();
  program.say(fmt::format("optimization {}: {}", to_string(state.optimization), state.why));
  say_open(program, state);
  if (const auto problem = apim::issuer_problem(deployment, state)) program.tell(*problem);
  say_role(program, deployment, "");
  program.next("tokenshift config diff" + node_words(options.deployment, options.nodes));
  return exit_ok;
}

// The nodes that issue tokens need the block; all of them have to say the same.
int show_many(Program& program, const Options& options, const Nodes& nodes) {
  const auto writer = report::row_writer(
      options.output, program.out(),
      {.name = "settings", .columns = {node, key, value, as_wanted, source, meaning}});
  for (const auto& one : nodes) {
    for (const apim::Setting& setting : apim::feature_state(*one).settings) {
      std::vector<report::Cell> cells = cells_of(setting);
      cells.insert(cells.begin(), one->toml_path.string());
      writer->row(std::move(cells));
    }
  }
  writer->finish();
  for (const auto& one : nodes) {
    const apim::FeatureState state = apim::feature_state(*one);
    const std::string name = printable(one->toml_path.string()) + ": ";
    if (apim::node_role(*one).issues_tokens) {
      program.say(fmt::format("{}issues tokens, so it needs these keys; optimization {}: {}", name,
                              to_string(state.optimization), state.why));
    }
    say_role(program, *one, name);
    say_open(program, state);
    if (const auto problem = apim::issuer_problem(*one, state)) program.tell(*problem);
  }
  const std::vector<Finding> findings = apim::disagreements(nodes);
  for (const Finding& finding : findings) program.tell(finding);
  program.next("tokenshift config diff" + node_words(options.deployment, options.nodes));
  return findings.empty() ? exit_ok : exit_no;
}

int run(Program& program, const Options& options) {
  const Nodes nodes = load_nodes(program, options.deployment, options.nodes);
  return nodes.size() == 1 ? show_one(program, options, *nodes.front())
                           : show_many(program, options, nodes);
}

}  // namespace

Command config_show() {
  auto options = std::make_shared<Options>();
  return {.name = "config show",
          .details =
              "A key that is absent has the default of the pack, else of the version. Without a "
              "known version "
              "that is undecidable: absent means off up to 4.6 and on from 4.7.\n"
              "Of several nodes, those that issue tokens need the keys, and have to agree: exit 1 "
              "when they do not.",
          .options = joined(
              joined({node_argument(options->nodes)}, configuration_options(options->deployment)),
              {{"-o,--output",
                "FORMAT",
                "how the list is printed; default table",
                &options->output,
                {"table", "json", "jsonl", "csv"}}}),
          .examples =
              {{"a deployment", "tokenshift config show --home /opt/wso2am"},
               {"one file",
                "tokenshift config show --deployment-toml deployment.toml --apim-version 4.6.0"},
               {"the nodes of a distributed deployment",
                "tokenshift config show control-plane.toml key-manager.toml --apim-version 4.6.0"}},
          .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
