// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include "tokenshift/apim/key_manager.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "credentials.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tokenshift::cli {

std::vector<Option> configuration_options(apim::DeploymentRequest& request) {
  return {{"--home", "DIR",
           "the API-M home: version, deployment.toml and database are read from it; without it, "
           "name what is needed by the options that follow",
           &request.home},
          {"--deployment-toml", "FILE", "the configuration file; default: the one of --home",
           &request.deployment_toml},
          {"--apim-version", "V", "the version of API-M; default: what --home says",
           &request.apim_version},
          {"--resolve-env", "",
           "resolve $env{NAME} in deployment.toml from this environment; right only where the "
           "server has the same",
           &request.resolve_env}};
}

std::vector<Option> database_options(apim::DeploymentRequest& request) {
  const std::vector<Option> databases = {
      {"--db", "URL",
       "the database, as postgresql://user@host/name, mysql://user@host/name, sqlite:FILE or a "
       "JDBC URL; default: apim_db of deployment.toml",
       &request.db},
      {"--identity-db", "URL",
       "the database of the clients (IDN_*, SP_*) where it is not the one of --db; default: what "
       "[identity] data_source of deployment.toml names",
       &request.identity_db},
      {"--identity-password-file", "FILE",
       "the first line of FILE is the password of --identity-db; default: that of deployment.toml",
       &request.identity_password_source.file}};
  const std::vector<Option> limits = {
      {"--lock-timeout", "S",
       "how long to wait for a row or table that another session of the database holds, in "
       "seconds; default 5",
       &request.lock_timeout},
      {"--statement-timeout", "S",
       "how long a single statement may take, in seconds; default 600, 0 is no limit",
       &request.statement_timeout}};
  return joined(joined(configuration_options(request), databases),
                joined(password_options(request.password_source), limits));
}

std::vector<Option> deployment_options(apim::DeploymentRequest& request) {
  return joined(database_options(request),
                {{"--force-is-km", "",
                  "go on although Identity Server is the resident key manager, which the vendor "
                  "does not recommend; wants --identity-db",
                  &request.force_is_km}});
}

std::vector<Option> joined(std::vector<Option> first, std::vector<Option> second) {
  first.insert(first.end(), std::make_move_iterator(second.begin()),
               std::make_move_iterator(second.end()));
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
        Part{" --apim-version ", request.apim_version}, Part{" --db ", request.db},
        Part{" --identity-db ", request.identity_db},
        Part{" --identity-password-file ", request.identity_password_source.file}}) {
    if (!part.value.empty()) words += part.name + shell_word(part.value);
  }
  words += password_words(request.password_source);
  if (request.force_is_km) words += " --force-is-km";
  if (request.resolve_env) words += " --resolve-env";
  return words;
}

namespace {

// Null where the clients lie in the database of the other tables.
std::unique_ptr<db::Connection> open_identity(const apim::Deployment& deployment,
                                              db::Access access) {
  const apim::IdentityDatabase& identity = deployment.identity_db;
  if (identity.url.empty()) return nullptr;
  std::optional<std::string> password = identity.password;
  if (!password && identity.ask_password) password = identity.ask_password();
  return db::open(db::Address{.url = identity.url, .password = password, .home = deployment.home},
                  access, deployment.db_limits);
}

// H2 is reached through the jar of the home: whoever names the home says what runs.
void require_trusted_driver(const Program& program, const apim::Deployment& deployment) {
  if (program.named_by_project().empty()) return;
  for (const std::string* url :
       {&deployment.db_url, &deployment.identity_db.url, &deployment.shared_db_url}) {
    if (!url->starts_with("h2:")) continue;
    throw Error(ErrorKind::refused,
                fmt::format("{} names a deployment on H2, which is reached by running a program of "
                            "its home, and a project does not choose what runs",
                            printable(program.named_by_project())),
                "name the deployment yourself: --home DIR, TOKENSHIFT_HOME=DIR, or home in "
                "~/.config/tokenshift/config.toml");
  }
}

bool is_practice(const Session& session) {
  bool practice = true;
  for (db::Connection* const database : session.databases().all()) {
    practice = apim::is_practice(*database) && practice;
  }
  return practice;
}

}  // namespace

void tell_oddities(Program& program, const Session& session) {
  const auto finding = apim::identity_server_as_key_manager(*session.deployment, session.catalog);
  if (finding) {
    program.tell(
        {Severity::warning, finding->id, finding->message, finding->hint, finding->location});
  }
  const std::int64_t beside = apim::clients_beside(session.databases());
  if (beside == 0) return;
  program.tell({Severity::warning,
                "clients-beside",
                fmt::format("{} holds {} of its own, which are not looked at",
                            session.database->name(), counted(beside, "client")),
                session.deployment->force_is_km
                    ? "the portals' clients lie there: give the same command once more, with the "
                      "URL of --db as --identity-db"
                    : "no server reads them while [identity] data_source names another database",
                {}});
}

Session open_session(Program& program, const apim::DeploymentRequest& request, db::Access access) {
  return open_session(load_shared(program, request), access);
}

std::shared_ptr<const apim::Deployment> load_shared(Program& program,
                                                    const apim::DeploymentRequest& request) {
  apim::DeploymentRequest complete = request;
  complete.environment = program.world().environment;
  complete.db_password = read_password(program, request.password_source);
  complete.identity_db_password = read_password(program, request.identity_password_source);
  if (program.may_ask()) {
    complete.ask_password = [&program](const std::string& what) {
      return ask_password(program, what);
    };
  }
  auto deployment = std::make_shared<const apim::Deployment>(apim::load(complete));
  require_trusted_driver(program, *deployment);
  return deployment;
}

Session open_session(std::shared_ptr<const apim::Deployment> deployment, db::Access access) {
  if (deployment->db_problem) throw Error(*deployment->db_problem);
  if (deployment->db_url.empty()) {
    throw Error(ErrorKind::usage, "no database is named, and deployment.toml names none as apim_db",
                "name it with --db postgresql://user@host/database, mysql://… or sqlite:FILE");
  }
  if (deployment->identity_db.problem) throw Error(*deployment->identity_db.problem);
  Session session{.deployment = std::move(deployment)};
  std::optional<std::string> password = session.deployment->db_password;
  if (!password && session.deployment->ask_db_password) {
    password = session.deployment->ask_db_password();
  }
  session.database = db::open(db::Address{.url = session.deployment->db_url,
                                          .password = password,
                                          .home = session.deployment->home},
                              access, session.deployment->db_limits);
  session.identity = open_identity(*session.deployment, access);
  apim::require_schema(session.databases());
  session.catalog = apim::read_catalog(*session.database);
  session.practice = is_practice(session);
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
