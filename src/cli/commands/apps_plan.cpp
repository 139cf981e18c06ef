// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/plan_file.hpp"
#include "tokenshift/apps/script.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "../conversion.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

constexpr unsigned private_mode = 0600;

struct Options {
  apim::DeploymentRequest deployment;
  CustomOptions custom;
  std::string file;
  bool exit_code = false;
  std::string output = "table";
  std::string dialect;
  bool undo = false;
};

[[noreturn]] void fail(const std::string& what, const std::string& hint) {
  throw Error(ErrorKind::usage, "apps plan: " + what, hint);
}

void require_fitting(const Options& options) {
  if (options.output == "sql") {
    if (!options.file.empty()) fail("--out writes a plan, not a script", "redirect the output");
    if (options.exit_code) fail("a script does not tell what there is to change", "leave it out");
    return;
  }
  if (!options.dialect.empty()) fail("--dialect is for scripts", "add -o sql");
  if (options.undo) fail("--undo is for scripts", "add -o sql, or use: tokenshift apps undo");
}

// The dialect that is asked for, or that the named deployment speaks.
std::string dialect_of(const Options& options, const apim::Deployment& deployment) {
  if (!options.dialect.empty()) return options.dialect;
  std::string url = deployment.db_url;
  if (url.empty() && deployment.document) {
    const auto value = deployment.document->find({"database", "apim_db", "url"});
    if (value) url = value->content;
  }
  std::string dialect(apps::script_dialect_of(url));
  if (!dialect.empty()) return dialect;
  fail("-o sql has to know the dialect",
       fmt::format("add --dialect, one of {}", fmt::join(apps::script_dialects(), ", ")));
}

// What a plan of the named database found, for the reader of the script.
void describe(Program& program, const Options& options,
              const std::shared_ptr<const apim::Deployment>& deployment,
              apps::ScriptRequest& request) {
  const Session session = open_session(deployment, db::Access::read);
  tell_oddities(program, session);
  const apps::Plan plan = plan_of(program, session, options.custom);
  request.database = plan.database;
  request.notes.push_back(fmt::format(
      "when it was written: {} to convert, {} in the way; fingerprint {}",
      counted(plan.clients_to_convert, "client"), counted(plan.blocking(), "custom issuer client"),
      plan.fingerprint.substr(0, 16)));
}

// A script is made from what is known of the schema. Only --db asks a database.
int write_script(Program& program, const Options& options) {
  const apim::DeploymentRequest& named = options.deployment;
  auto deployment = std::make_shared<const apim::Deployment>();
  if (!named.home.empty() || !named.deployment_toml.empty() || !named.db.empty()) {
    deployment = load_shared(program, named);
    if (deployment->version) apim::require_feature(*deployment);
  }
  apps::ScriptRequest request{
      .dialect = dialect_of(options, *deployment), .custom = options.custom.issuers(), .notes = {}};
  if (!named.db.empty()) describe(program, options, deployment, request);
  program.out() << (options.undo ? apps::undo_script(request) : apps::conversion_script(request));
  program.next(options.undo ? "run the script, then: tokenshift apps plan -o sql --dialect " +
                                  request.dialect
                            : "read the script, stop the servers, run it as its first lines say");
  return exit_ok;
}

int run(Program& program, const Options& options) {
  require_fitting(options);
  if (options.output == "sql") return write_script(program, options);
  const Session session = open_session(program, options.deployment, db::Access::read);
  tell_oddities(program, session);
  const apps::Plan plan = plan_of(program, session, options.custom);
  if (!options.file.empty()) {
    os::write_new_file(options.file, private_mode,
                       [&](const os::Sink& sink) { apps::write_plan(sink, plan); });
  }
  if (options.output == "json") {
    program.out() << report::to_json(plan_node(plan));
  } else if (options.output == "jsonl") {
    apps::write_plan([&](std::string_view bytes) { program.out() << bytes; }, plan);
  } else {
    program.out() << plan_text(program, plan);
  }
  const std::string where = deployment_words(options.deployment);
  if (plan.changes.empty()) {
    program.next("tokenshift apps verify" + where + options.custom.words());
  } else if (options.file.empty()) {
    program.next("tokenshift apps apply" + where + options.custom.words());
  } else {
    program.next("tokenshift apps apply " + shell_word(options.file) + where +
                 options.custom.words());
  }
  return options.exit_code && !plan.changes.empty() ? exit_no : exit_ok;
}

std::vector<std::string> dialect_choices() {
  std::vector<std::string> names;
  for (const std::string_view name : apps::script_dialects()) names.emplace_back(name);
  return names;
}

}  // namespace

Command apps_plan() {
  auto options = std::make_shared<Options>();
  return {
      .name = "apps plan",
      .details =
          "Reads in a transaction that cannot write, and needs no right to write. With --out "
          "the plan "
          "becomes a file that apps apply carries out exactly, or refuses when reality has "
          "changed.\n"
          "With -o sql it becomes a script for an engine without a driver, or for who wants to "
          "read first: it keeps the old values, may be run again, ends with a query that has "
          "to return no rows, and --undo gives the script that takes it back. It is made "
          "without a database; with --db it tells what was found there.",
      .options = joined(
          deployment_options(options->deployment),
          joined(
              options->custom.options(),
              {{"--out", "FILE",
                "write the plan to a new file, readable by its owner only; default: no file",
                &options->file},
               {"--exit-code", "", "exit 1 when there is something to change", &options->exit_code},
               {"-o,--output",
                "FORMAT",
                "how the plan is printed; default table; jsonl prints every row, sql a script",
                &options->output,
                {"table", "json", "jsonl", "sql"}},
               {"--dialect", "NAME",
                "the engine that -o sql writes for; default: the one that the deployment "
                "names",
                &options->dialect, dialect_choices()},
               {"--undo", "", "with -o sql: the script that restores the old values",
                &options->undo}})),
      .examples = {{"look first", "tokenshift apps plan --home /opt/wso2am"},
                   {"plan today, carry out in the maintenance window",
                    "tokenshift apps plan --home /opt/wso2am --out plan.jsonl"},
                   {"a script for SQL Server, for which there is no driver",
                    "tokenshift apps plan -o sql --dialect mssql"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
