// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/resolve.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/report/table.hpp"
#include "tokenshift/toml/address.hpp"

#include "../switching.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  std::string key;
  bool resolved = false;
  std::string output = "plain";
};

const report::TableSpec spec{
    .name = "values",
    .columns = {{"key", "KEY"}, {"value", "VALUE"}, {"literal", "LITERAL"}, {"place", "PLACE"}}};

// A value with the key that leads to it.
struct Row {
  std::string key;
  toml::Value value;
};

// What an address names: one value, or all values below a table.
std::vector<Row> rows_of(const toml::Document& document, const toml::Address& address) {
  const toml::Found found = toml::find(document, address);
  if (!found.is_table) {
    if (!found.value) return {};
    return {{to_string(address), *found.value}};
  }
  if (found.elements > 0) {
    throw Error(ErrorKind::usage,
                fmt::format("{} is an array of {}", printable(to_string(address)),
                            counted(static_cast<std::int64_t>(found.elements), "table")),
                fmt::format("choose one by a field: {}[name=…]", printable(to_string(address))));
  }
  std::vector<Row> rows;
  for (auto& [key, value] : toml::values_below(document, address)) {
    rows.push_back({fmt::format("{}.{}", to_string(address), key), std::move(value)});
  }
  return rows;
}

std::string content_of(const apim::Deployment& deployment, const Options& options, const Row& row) {
  if (!options.resolved) return row.value.content;
  const bool in_array = row.key.find('[') != std::string::npos;
  const apim::Resolved resolved = in_array ? apim::resolve_in_array(deployment, row.value.content)
                                           : apim::resolve(deployment, row.value.content);
  if (resolved.open.empty()) return resolved.text;
  throw Error(
      ErrorKind::refused,
      fmt::format("{}: the placeholder {} of {} is not resolved: {}", to_string(row.value.location),
                  printable(resolved.open), printable(row.key), resolved.why),
      "without --resolved the text is printed as it stands");
}

int not_there(Program& program, const Options& options, const apim::Deployment& deployment) {
  std::string line = fmt::format("{} is not set in {}", printable(options.key),
                                 printable(deployment.toml_path.string()));
  const auto pack = deployment.pack_defaults.find(options.key);
  if (pack != deployment.pack_defaults.end()) {
    line += fmt::format("; the pack default is {}", printable(pack->second));
  }
  program.say(line);
  program.next(fmt::format("tokenshift config set {} VALUE{}", shell_word(options.key),
                           deployment_words(options.deployment)));
  return exit_no;
}

int run(Program& program, const Options& options) {
  const auto deployment = load_shared(program, options.deployment);
  require_document(*deployment);
  const toml::Address address = toml::parse_address(options.key);
  const std::vector<Row> rows = rows_of(*deployment->document, address);
  if (rows.empty() && !toml::find(*deployment->document, address).is_table) {
    return not_there(program, options, *deployment);
  }
  if (options.output != "plain") {
    const auto writer = report::row_writer(options.output, program.out(), spec);
    for (const Row& row : rows) {
      writer->row({row.key, content_of(*deployment, options, row),
                   std::string(toml::literal_of(*deployment->document, row.value)),
                   to_string(row.value.location)});
    }
    writer->finish();
  } else if (rows.size() == 1 && rows.front().key == to_string(address)) {
    program.out() << content_of(*deployment, options, rows.front()) << '\n';
  } else {
    for (const Row& row : rows) {
      const std::string text =
          options.resolved ? content_of(*deployment, options, row)
                           : std::string(toml::literal_of(*deployment->document, row.value));
      program.out() << printable(row.key) << " = " << text << '\n';
    }
  }
  return exit_ok;
}

}  // namespace

Command config_get() {
  auto options = std::make_shared<Options>();
  return {
      .name = "config get",
      .details =
          "The key may be written in any spelling, whatever the file uses: dotted, quoted, in a "
          "table or in braces. A table of an array is chosen by a field: "
          "event_listener[id=token_revocation].properties.notification_endpoint; where several "
          "fit, the last counts.\n"
          "A string is printed without its quotes. Exit 1 when the key is not set.",
      .options = joined({{"KEY", "", "what to print", &options->key, {}, true},
                         {"--resolved", "",
                          "resolve $ref{…}, and $env{…} with --resolve-env, as the server would",
                          &options->resolved},
                         {"-o,--output",
                          "FORMAT",
                          "how it is printed; default plain: the value alone",
                          &options->output,
                          {"plain", "table", "json", "jsonl", "csv"}}},
                        configuration_options(options->deployment)),
      .examples = {{"one value",
                    "tokenshift config get oauth.token_persistence.enable --home /opt/wso2am"},
                   {"the issuer of JWTs",
                    "tokenshift config get 'oauth.extensions.token_types[name=JWT].issuer' "
                    "--home /opt/wso2am"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
