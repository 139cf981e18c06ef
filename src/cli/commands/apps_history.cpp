// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/journal.hpp"
#include "tokenshift/report/table.hpp"

#include "../session.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  std::string output = "table";
};

std::vector<report::Column> columns_of(bool separate) {
  std::vector<report::Column> columns{{"run", "RUN", true},        {"state", "STATE"},
                                      {"started_at", "STARTED"},   {"finished_at", "FINISHED"},
                                      {"rows", "ROWS", true},      {"undone", "UNDONE", true},
                                      {"actor", "ACTOR"},          {"ticket", "TICKET"},
                                      {"tool_version", "VERSION"}, {"fingerprint", "FINGERPRINT"}};
  if (separate) columns.push_back({"database", "DATABASE"});
  return columns;
}

report::Cell optional(const std::string& text) {
  return text.empty() ? report::Cell() : report::Cell(text);
}

int run(Program& program, const Options& options) {
  const Session session = open_session(program, options.deployment, db::Access::read);
  const auto runs = apps::runs(session.databases());
  const bool separate = session.identity != nullptr;
  const report::TableSpec spec{.name = "runs", .columns = columns_of(separate)};
  const auto writer = report::row_writer(options.output, program.out(), spec);
  for (const apps::Run& run : runs) {
    std::vector<report::Cell> row{
        run.id,
        run.state,
        run.started_at,
        optional(run.finished_at),
        run.changes,
        run.undone,
        run.actor,
        optional(run.ticket),
        run.tool_version,
        options.output == "table" ? run.fingerprint.substr(0, 16) : run.fingerprint};
    if (separate) row.emplace_back(run.database);
    writer->row(row);
  }
  writer->finish();
  if (runs.empty()) program.say("no run has written to this database");
  const std::string where = deployment_words(options.deployment);
  program.next(runs.empty()
                   ? "tokenshift apps plan" + where
                   : fmt::format("tokenshift apps undo {}{} --dry-run", runs.back().id, where));
  return 0;
}

}  // namespace

Command apps_history() {
  auto options = std::make_shared<Options>();
  return {
      .name = "apps history",
      .details =
          "From the journal, which lies in the database itself: TOKENSHIFT_RUN has a row a run, "
          "TOKENSHIFT_JOURNAL a row for each row that was changed, with its old value.",
      .options = joined(deployment_options(options->deployment),
                        {{"-o,--output",
                          "FORMAT",
                          "how the list is printed; default table",
                          &options->output,
                          {"table", "json", "jsonl", "csv"}}}),
      .examples = {{"who changed what, when", "tokenshift apps history --home /opt/wso2am"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
