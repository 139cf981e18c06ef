// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"

#include "../diagnosis_text.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  DoctorQuestions questions;
  std::string output = "table";
};

void say_where(Program& program, const Diagnosis& diagnosis) {
  const apim::Deployment& deployment = diagnosis.now.deployment;
  program.out() << fmt::format(
      "{} {}, optimization {}: {}\n\n", to_string(diagnosis.now.node.product),
      deployment.version ? to_string(*deployment.version) : std::string("of unknown version"),
      to_string(diagnosis.now.feature.optimization), printable(diagnosis.now.feature.why));
}

std::string next_step(const Options& options, const Diagnosis& diagnosis, const Where& where) {
  const auto broken = diagnosis.hits_of(Concern::will_break);
  if (!broken.empty()) return "tokenshift guard explain " + broken.front()->finding.id;
  if (diagnosis.on()) {
    apim::DeploymentRequest request = options.deployment;  // what guard seal takes of it
    request.force_is_km = false;
    request.resolve_env = false;
    return "tokenshift guard seal" + deployment_words(request);
  }
  if (options.questions.fresh) return "tokenshift config enable" + where.deployment + " --fresh";
  return "tokenshift migrate" + where.deployment + where.custom + " --dry-run";
}

// A database that is named and was not asked leaves the answer open, unless it is no anyway.
int answer(Program& program, const Diagnosis& diagnosis) {
  if (!diagnosis.now.linted.readable) return static_cast<int>(ErrorKind::input);
  const auto broken = diagnosis.hits_of(Concern::will_break);
  program.say(fmt::format("{}: {} would break, {} would change, {} not checked",
                          broken.empty() ? "ready" : "not ready", broken.size(),
                          diagnosis.hits_of(Concern::will_change).size(),
                          counted(static_cast<std::int64_t>(diagnosis.examined.unchecked.size()),
                                  "rule was", "rules were")));
  if (!broken.empty()) return exit_no;
  if (!diagnosis.database_problem) return exit_ok;
  program.tell({Severity::error,
                "database-not-asked",
                diagnosis.database_problem->what(),
                diagnosis.database_problem->hint(),
                {}});
  return static_cast<int>(diagnosis.database_problem->kind());
}

int run(Program& program, const Options& options) {
  const Diagnosis diagnosis = diagnose(program, options.deployment, options.questions);
  const Where where = where_of(options.deployment, options.questions.custom);
  if (options.output == "json") {
    program.out() << report::to_json(diagnosis_node(diagnosis, where));
  } else {
    say_where(program, diagnosis);
    program.out() << diagnosis_text(program, diagnosis, where);
  }
  const int code = answer(program, diagnosis);
  program.next(next_step(options, diagnosis, where));
  return code;
}

}  // namespace

Command doctor() {
  auto options = std::make_shared<Options>();
  DoctorQuestions& questions = options->questions;
  return {
      .name = "doctor",
      .details =
          "Examines the file as it will be once the optimization is on, the clients and the tables "
          "of the database, the jars, templates and key store of the home, and how fast this host "
          "signs. Each finding names the command that puts it right. What could not be checked is "
          "said with the reason; nothing is taken for granted. Reads only.\n"
          "Counting in the table of tokens is given up after five seconds; --count-tokens insists. "
          "The exit code is 0 when nothing will break, 1 when something will, 3 when the server "
          "cannot read deployment.toml; and that of the reason when a database that is named could "
          "not be asked.",
      .options = joined(
          deployment_options(options->deployment),
          joined(questions.custom.options(),
                 {{"--fresh", "",
                   "a new deployment, which has no clients yet: the database is asked only where "
                   "there is one",
                   &questions.fresh},
                  {"--node", "DIR|FILE",
                   "another node of the deployment, its home or its deployment.toml; may be "
                   "repeated; default: none",
                   &questions.nodes},
                  {"--count-tokens", "", "count in the table of tokens, up to --statement-timeout",
                   &questions.count_tokens},
                  {"-o,--output",
                   "FORMAT",
                   "how the answer is printed; default table",
                   &options->output,
                   {"table", "json"}}})),
      .examples = {{"before anything else", "tokenshift doctor --home /opt/wso2am"},
                   {"a new deployment", "tokenshift doctor --home /opt/wso2am --fresh"},
                   {"two nodes", "tokenshift doctor --home /opt/cp1 --node /opt/cp2"},
                   {"for a program", "tokenshift doctor --home /opt/wso2am -o json"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
