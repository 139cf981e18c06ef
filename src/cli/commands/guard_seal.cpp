// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/seal.hpp"
#include "tokenshift/os/files.hpp"

#include "../compared_database.hpp"
#include "../conversion.hpp"
#include "../sealing.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest database;
  std::string home;
  std::string deployment_toml;
  std::string apim_version;
  std::string name;
  std::string out;
};

std::string file_of(const Options& options) {
  if (!options.deployment_toml.empty()) return options.deployment_toml;
  if (!options.home.empty()) return options.home + "/repository/conf/deployment.toml";
  throw Error(ErrorKind::usage, "guard seal: no deployment is named",
              "name it with --home DIR, or with --deployment-toml FILE and --apim-version V");
}

// What the database holds. Up to 4.6 a client that is not JWT is broken while the optimization is
// on: nothing to put under a seal.
void count_clients(Program& program, const Options& options, const checks::State& state,
                   checks::Seal& seal) {
  if (options.database.db.empty()) return;
  const Session session = open_session(program, options.database, db::Access::read);
  const apps::Plan plan = plan_of(program, session, CustomOptions{});
  const std::int64_t left = plan.clients_to_convert + plan.blocking();
  if (left > 0 && *state.deployment.version < apim::first_with_default_on) {
    throw Error(ErrorKind::refused,
                fmt::format("{} of {} {} not JWT", counted(left, "client"),
                            session.database->name(), left == 1 ? "is" : "are"),
                "see which: tokenshift apps verify --db " + shell_word(options.database.db));
  }
  add_counts(seal, plan, program.now());
}

int run(Program& program, const Options& options) {
  const std::string file = file_of(options);
  const checks::State state = checks::state_of(os::read_file(file), file,
                                               apim::load_pack(options.home, options.apim_version));
  if (state.linted.readable) apim::require_feature(state.deployment);
  checks::Seal seal = sound_seal(program, state, options.name);
  count_clients(program, options, state, seal);
  if (options.out.empty()) {
    program.out() << checks::to_json(seal);
    return exit_ok;
  }
  write_seal(seal, options.out);
  program.next(fmt::format("tokenshift guard check --seal {} {}", shell_word(options.out),
                           shell_word(file)));
  return exit_ok;
}

}  // namespace

Command guard_seal() {
  auto options = std::make_shared<Options>();
  return {
      .name = "guard seal",
      .summary = "write down that the optimization is on, for guard check to compare with",
      .details =
          "A small JSON file with the version, the keys of the feature, the issuer of JWTs and a "
          "checksum, to be committed beside the configuration. It is refused (4) while the "
          "optimization is not on, a value depends on a placeholder, or guard check finds an "
          "error. With --db it counts the clients, too, and says when all of them were found to be "
          "JWT; up to 4.6 it is refused (4) while they are not. Without --out it is printed and "
          "nothing is written.",
      .options =
          joined({{"--home", "DIR", "the API-M home; version and deployment.toml are read from it",
                   &options->home},
                  {"--deployment-toml", "FILE",
                   "the configuration file; default: the one of --home", &options->deployment_toml},
                  {"--apim-version", "V", "the version of API-M; default: what --home says",
                   &options->apim_version},
                  {"--name", "NAME", "what the deployment is called; default: its server.hostname",
                   &options->name},
                  {"--out", "FILE", "the file to write; it must not exist yet", &options->out}},
                 compared_database_options(options->database)),
      .examples = {{"look at it first", "tokenshift guard seal --home /opt/wso2am"},
                   {"with the clients counted",
                    "tokenshift guard seal --home /opt/wso2am --db postgresql://wso2@db/apim"},
                   {"beside the configuration",
                    "tokenshift guard seal --deployment-toml conf/deployment.toml --apim-version "
                    "4.6.0 --out conf/seal.json"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
