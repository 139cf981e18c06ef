// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/apim/running.hpp"
#include "tokenshift/apps/tokens.hpp"
#include "tokenshift/base/text.hpp"

#include "../conversion.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

using apim::Optimization;

struct Options {
  apim::DeploymentRequest deployment;
  CustomOptions custom;
  std::string output = "table";
};

// All that status says, read once.
struct Facts {
  Session session;
  apim::FeatureState feature;
  apim::NodeRole role;
  apps::Plan plan;
  apps::LiveTokens tokens;
  std::vector<std::string> no_return;
};

std::string version_of(const apim::Deployment& deployment) {
  return deployment.version ? to_string(*deployment.version) : std::string("of unknown version");
}

std::string tokens_text(const apps::LiveTokens& tokens, Time now) {
  if (tokens.access + tokens.refresh == 0) return "none live";
  std::string text = fmt::format("{} and {} live", counted(tokens.access, "access token"),
                                 counted(tokens.refresh, "refresh token"));
  if (tokens.last_expiry) {
    text += fmt::format("; the last expires {} (in {})", to_rfc3339(*tokens.last_expiry),
                        in_words(*tokens.last_expiry - now));
  }
  if (tokens.never_expire) text += "; at least one never expires";
  return text;
}

std::string next_step(const Options& options, const Facts& facts) {
  const std::string where = deployment_words(options.deployment) + options.custom.words();
  const bool moved = facts.plan.clients_are_jwt();
  if (!facts.session.deployment->document) {
    return "tokenshift apps " + std::string(moved ? "verify" : "plan") + where;
  }
  if (facts.feature.optimization == Optimization::absent)
    return "upgrade API-M to 4.3 or later first";
  if (!facts.role.issues_tokens) return "look at the node that issues tokens";
  if (moved && facts.feature.optimization == Optimization::on)
    return "tokenshift apps verify" + where;
  return "tokenshift migrate" + where + " --dry-run";
}

report::Node::Object node(const Facts& facts) {
  const apim::Deployment& deployment = *facts.session.deployment;
  report::Node::List settings;
  for (const apim::Setting& setting : facts.feature.settings) {
    const auto right = setting.as_wanted();
    settings.push_back(
        report::Node::Object{{"key", setting.key},
                             {"value", setting.value},
                             {"source", std::string(to_string(setting.source))},
                             {"as_wanted", right ? report::Node(*right) : report::Node()}});
  }
  report::Node::List signs(facts.no_return.begin(), facts.no_return.end());
  return {{"version",
           deployment.version ? report::Node(to_string(*deployment.version)) : report::Node()},
          {"product", std::string(to_string(facts.role.product))},
          {"optimization", std::string(to_string(facts.feature.optimization))},
          {"why", facts.feature.why},
          {"settings", settings},
          {"point_of_no_return", signs},
          {"database", facts.session.database->name()},
          {"identity_database",
           facts.session.identity ? report::Node(facts.session.identity->name()) : report::Node()},
          {"clients", census_node(facts.plan.before)},
          {"clients_to_convert", facts.plan.clients_to_convert},
          {"opaque_tokens",
           report::Node::Object{
               {"access", facts.tokens.access},
               {"refresh", facts.tokens.refresh},
               {"never_expire", facts.tokens.never_expire},
               {"last_expiry", facts.tokens.last_expiry
                                   ? report::Node(to_rfc3339(*facts.tokens.last_expiry))
                                   : report::Node()}}}};
}

void print(Program& program, const Facts& facts) {
  const apim::Deployment& deployment = *facts.session.deployment;
  const auto line = [&](std::string_view label, const std::string& text) {
    program.out() << program.paint_out(Tone::strong, fmt::format("{:<15}", label)) << text << '\n';
  };
  line("deployment", fmt::format("{} {}{}", to_string(facts.role.product), version_of(deployment),
                                 deployment.version_source.empty()
                                     ? std::string()
                                     : " (" + printable(deployment.version_source) + ")"));
  if (deployment.document) {
    const bool on = facts.feature.optimization == Optimization::on;
    line("optimization", fmt::format("{}: {}",
                                     program.paint_out(on ? Tone::good : Tone::warn,
                                                       to_string(facts.feature.optimization)),
                                     facts.feature.why));
  }
  for (const std::string& sign : facts.no_return) line("no way back", sign);
  line("database", fmt::format("{} ({})", facts.session.database->name(),
                               printable(facts.session.database->url())));
  if (facts.session.identity) {
    line("clients in", fmt::format("{} ({})", facts.session.identity->name(),
                                   printable(facts.session.identity->url())));
  }
  line("opaque tokens",
       tokens_text(facts.tokens, program.now()) + " (told by the shape of what is stored)");
  program.out() << '\n' << census_text(program, facts.plan.before);
}

int run(Program& program, const Options& options) {
  Facts facts{.session = open_session(program, options.deployment, db::Access::read)};
  Session& session = facts.session;
  facts.feature = apim::feature_state(*session.deployment);
  facts.role = apim::node_role(*session.deployment);
  tell_oddities(program, session);
  facts.plan = plan_of(program, session, options.custom);
  facts.tokens = apps::live_opaque_tokens(session.databases().identity(), program.now());
  facts.no_return = apim::signs_of_no_return(*session.deployment, session.databases());
  if (options.output == "json") {
    program.out() << report::to_json(node(facts));
  } else {
    print(program, facts);
  }
  if (const auto problem = apim::issuer_problem(*session.deployment, facts.feature)) {
    program.tell(*problem);
  }
  program.next(next_step(options, facts));
  return 0;
}

}  // namespace

Command status() {
  auto options = std::make_shared<Options>();
  return {.name = "status",
          .details =
              "Reads only. Opaque tokens stay valid after the move until they expire, so their "
              "table must "
              "not be emptied before the last one has.",
          .options =
              joined(deployment_options(options->deployment),
                     joined(options->custom.options(), {{"-o,--output",
                                                         "FORMAT",
                                                         "how the answer is printed; default table",
                                                         &options->output,
                                                         {"table", "json"}}})),
          .examples = {{"a deployment by its home", "tokenshift status --home /opt/wso2am"},
                       {"only a database", "tokenshift status --db sqlite:WSO2AM_DB.db -o json"}},
          .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
