// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/checks/rule.hpp"
#include "tokenshift/report/table.hpp"

#include "commands.hpp"

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  std::string output = "table";
};

const report::TableSpec spec{.name = "rules",
                             .columns = {{"id", "ID"},
                                         {"severity", "SEVERITY"},
                                         {"irreversible", "IRREVERSIBLE"},
                                         {"versions", "VERSIONS"},
                                         {"title", "FINDS"}}};

int run(Program& program, const Options& options) {
  const auto rows = report::row_writer(options.output, program.out(), spec);
  for (const checks::Rule& rule : checks::rules()) {
    rows->row({std::string(rule.id), std::string(to_string(rule.severity)), rule.irreversible,
               checks::versions_of(rule), std::string(rule.title)});
  }
  rows->finish();
  program.next("tokenshift guard explain TS301");
  return exit_ok;
}

}  // namespace

Command guard_rules() {
  auto options = std::make_shared<Options>();
  return {
      .name = "guard rules",
      .details =
          "TS0xx are about comments for tokenshift, TS1xx about the text of a file, TS2xx about "
          "its settings, TS3xx about what changed since --base or --seal: guard check looks at "
          "these. "
          "TS4xx are about the database, TS5xx about the home, TS6xx about the host and TS7xx "
          "about what every "
          "switch changes: tokenshift "
          "doctor looks at all. Ids stay as they are.",
      .options = {{"-o,--output",
                   "FORMAT",
                   "how they are printed; default table",
                   &options->output,
                   {"table", "json", "jsonl", "csv"}}},
      .examples = {{"all of them", "tokenshift guard rules"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
