// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include "tokenshift/base/error.hpp"

#include "credentials.hpp"

namespace tokenshift::cli {

std::vector<Option> deployment_options(apim::DeploymentRequest& request) {
  const std::vector<Option> place = {
      {"--home", "DIR", "the API-M home; version, deployment.toml and database are read from it",
       &request.home},
      {"--deployment-toml", "FILE", "the configuration file; default: the one of --home",
       &request.deployment_toml},
      {"--apim-version", "V", "the version of API-M; default: what --home says",
       &request.apim_version},
      {"--db", "URL",
       "the database, as postgresql://user@host/name, mysql://user@host/name, sqlite:FILE or a "
       "JDBC "
       "URL; default: apim_db of deployment.toml",
       &request.db},
      {"--resolve-env", "",
       "resolve $env{NAME} in deployment.toml from this environment; right only where the server "
       "has the same",
       &request.resolve_env},
  };
  const std::vector<Option> limits = {
      {"--lock-timeout", "S",
       "how long to wait for a row or table that another session of the database holds, in "
       "seconds; "
       "default 5",
       &request.lock_timeout},
      {"--statement-timeout", "S",
       "how long a single statement may take, in seconds; default 600, 0 is no limit",
       &request.statement_timeout}};
  return joined(joined(place, password_options(request.password_source)), limits);
}

std::vector<Option> joined(std::vector<Option> first, std::vector<Option> second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::string deployment_words(const apim::DeploymentRequest& request) {
  struct Part {
    const char* name;
    const std::string& value;
  };
  std::string words;
  for (const Part& part :
       {Part{" --home ", request.home}, Part{" --deployment-toml ", request.deployment_toml},
        Part{" --apim-version ", request.apim_version}, Part{" --db ", request.db}}) {
    if (!part.value.empty()) words += part.name + shell_word(part.value);
  }
  words += password_words(request.password_source);
  if (request.resolve_env) words += " --resolve-env";
  return words;
}

Session open_session(Program& program, const apim::DeploymentRequest& request, db::Access access) {
  return open_session(load_shared(program, request), access);
}

std::shared_ptr<const apim::Deployment> load_shared(Program& program,
                                                    const apim::DeploymentRequest& request) {
  apim::DeploymentRequest complete = request;
  complete.environment = program.world().environment;
  complete.db_password = read_password(program, request.password_source);
  if (program.may_ask()) {
    complete.ask_password = [&program](const std::string& what) {
      return ask_password(program, what);
    };
  }
  return std::make_shared<const apim::Deployment>(apim::load(complete));
}

Session open_session(std::shared_ptr<const apim::Deployment> deployment, db::Access access) {
  if (deployment->db_problem) throw Error(*deployment->db_problem);
  if (deployment->db_url.empty()) {
    throw Error(ErrorKind::usage, "no database is named, and deployment.toml names none as apim_db",
                "name it with --db postgresql://user@host/database, mysql://… or sqlite:FILE");
  }
  Session session{.deployment = std::move(deployment)};
  std::optional<std::string> password = session.deployment->db_password;
  if (!password && session.deployment->ask_db_password) {
    password = session.deployment->ask_db_password();
  }
  session.database = db::open(db::Address{.url = session.deployment->db_url,
                                          .password = password,
                                          .home = session.deployment->home},
                              access, session.deployment->db_limits);
  apim::require_schema(*session.database);
  session.catalog = apim::read_catalog(*session.database);
  session.practice = apim::is_practice(*session.database);
  if (!session.deployment->shared_db_url.empty()) {
    try {
      const auto shared = db::open(db::Address{.url = session.deployment->shared_db_url,
                                               .password = session.deployment->shared_db_password,
                                               .home = session.deployment->home},
                                   db::Access::read);
      apim::read_tenants(*shared, session.catalog);
    } catch (const Error&) {  // tenants are shown by number then
    }
  }
  return session;
}

}  // namespace tokenshift::cli
