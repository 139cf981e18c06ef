// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/config/change.hpp"

#include "../changing.hpp"
#include "../program.hpp"
#include "commands.hpp"

#include <istream>

namespace tokenshift::cli {
namespace {

struct Options {
  ChangeOptions change;
  std::string value;
  bool as_string = false;
};

// A secret has no place among the arguments, where every user of the machine can read it.
std::string value_of(Program& program, const Options& options) {
  if (options.value != "-") return options.value;
  std::string line;
  if (!std::getline(program.world().in, line)) {
    throw Error(ErrorKind::usage, "there is no value on the standard input",
                "write it there as one line");
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

int run(Program& program, const Options& options) {
  const std::string literal =
      config::literal_for(value_of(program, options), options.as_string || options.value == "-");
  const toml::Change change{.at = toml::parse_address(options.change.key),
                            .literal = literal,
                            .force = options.change.force};
  const std::string again = "tokenshift config set " + shell_word(options.change.key) + " " +
                            shell_word(options.value) + (options.as_string ? " --string" : "") +
                            (options.change.force ? " --force" : "");
  return change_key(program, options.change, change, again);
}

}  // namespace

Command config_set() {
  auto options = std::make_shared<Options>();
  return {
      .name = "config set",
      .details =
          "The value is replaced where it stands, in the spelling the file uses; a key that is not "
          "there goes where a careful person would put it, and never where it would stop the "
          "server. An element that no table of the array is yet is added. The file is replaced in "
          "one step, with a backup beside it.\n"
          "What reads as a TOML value (true, 12, \"text\", [1, 2]) is that; other text becomes a "
          "string. The optimization itself is switched by config enable, not here.",
      .options = joined(
          {{"KEY", "", "what to set", &options->change.key, {}, true},
           {"VALUE",
            "",
            "a TOML value, or text; - reads one line of text from the standard "
            "input, for secrets",
            &options->value,
            {},
            true},
           {"--string", "", "take the value as text, whatever it looks like", &options->as_string}},
          options->change.options()),
      .examples = {{"a number that the server wants as text",
                    "tokenshift config set transport.https.properties.maxHttpHeaderSize 12288 "
                    "--string --home /opt/wso2am"},
                   {"a field of one event listener",
                    "tokenshift config set "
                    "'event_listener[id=token_revocation].properties.notification_endpoint' "
                    "https://localhost:9443/internal/data/v1/notify --home /opt/wso2am"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
