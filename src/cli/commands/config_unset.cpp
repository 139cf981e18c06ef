// SPDX-License-Identifier: Apache-2.0
#include "../changing.hpp"
#include "../program.hpp"
#include "commands.hpp"

namespace tokenshift::cli {
namespace {

int run(Program& program, const ChangeOptions& options) {
  const toml::Change change{.at = toml::parse_address(options.key), .force = options.force};
  return change_key(
      program, options, change,
      "tokenshift config unset " + shell_word(options.key) + (options.force ? " --force" : ""));
}

}  // namespace

Command config_unset() {
  auto options = std::make_shared<ChangeOptions>();
  return {
      .name = "config unset",
      .details =
          "The key goes with its line and the comment on it; in braces, with its comma. Headers "
          "and comment lines stay. From then on the default of the pack counts. The file is "
          "replaced in one step, with a backup beside it.",
      .options =
          joined({{"KEY", "", "what to take out", &options->key, {}, true}}, options->options()),
      .examples = {{"back to the default",
                    "tokenshift config unset oauth.token_generation.retry_count_on_persistence_"
                    "failures --home /opt/wso2am"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
