// SPDX-License-Identifier: Apache-2.0
#include "version_text.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/version.hpp"
#include "tokenshift/checks/report.hpp"
#include "tokenshift/db/backend.hpp"
#include "tokenshift/report/json.hpp"

#include "command.hpp"
#include "parser.hpp"

#include <fmt/format.h>

namespace tokenshift::cli {
namespace {

using report::Node;

Node libraries() {
  Node::List list;
  for (const Library& library : program_libraries()) {
    list.emplace_back(Node::Object{
        {"name", library.name}, {"version", library.version}, {"linked", library.linked}});
  }
  return list;
}

Node databases() {
  Node::List list;
  for (const db::Backend* backend : db::backends()) list.emplace_back(std::string(backend->scheme));
  return list;
}

Node report_formats() {
  Node::List list;
  for (const checks::ReportFormat& format : checks::report_formats()) {
    list.emplace_back(std::string(format.name));
  }
  return list;
}

Node command_names() {
  Node::List list;
  for (const CommandRow& row : command_table()) list.emplace_back(std::string(row.name));
  return list;
}

}  // namespace

std::string version_text(const std::vector<std::string>& words) {
  std::string output = "text";
  const Command command{
      .name = "--version",
      .summary = {},
      .details = {},
      .options = {{"-o,--output", "FORMAT", "how it is printed", &output, {"text", "json"}}},
      .examples = {},
      .run = {}};
  parse(command, {}, words);
  if (output == "text") return fmt::format("tokenshift {}\n", program_version());
  return report::to_json({{"version", std::string(program_version())},
                          {"date", std::string(program_date())},
                          {"libraries", libraries()},
                          {"databases", databases()},
                          {"report_formats", report_formats()},
                          {"commands", command_names()}});
}

}  // namespace tokenshift::cli
