// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/deployment.hpp"

#include "tokenshift/apim/datasource.hpp"
#include "tokenshift/apim/foreign_source.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "pack_defaults.hpp"

#include <fmt/format.h>

namespace tokenshift::apim {
namespace {

namespace fs = std::filesystem;

constexpr const char* toml_below_home = "repository/conf/deployment.toml";
constexpr const char* defaults_below_home = "repository/resources/conf/default.json";
constexpr const char* template_below_home =
    "repository/resources/conf/templates/repository/conf/identity/identity.xml.j2";
constexpr std::string_view feature_key = "oauth.token_persistence.enable";

void read_home(const std::string& home, Deployment& deployment) {
  deployment.home = fs::path(home).lexically_normal();
  std::error_code ignored;
  if (!fs::is_directory(deployment.home, ignored)) {
    throw Error(ErrorKind::environment, fmt::format("{}: no such directory", printable(home)),
                "name the API-M home, the directory that holds repository/conf");
  }
  if (const auto pack = detect_pack(deployment.home)) {
    deployment.version = pack->version;
    deployment.product = pack->product;
    deployment.version_source = pack->source;
  }
  const fs::path defaults = deployment.home / defaults_below_home;
  if (fs::exists(defaults, ignored)) {
    deployment.pack_defaults = read_pack_defaults(defaults);
    deployment.has_pack_defaults = true;
  }
  const fs::path identity = deployment.home / template_below_home;
  if (fs::exists(identity, ignored)) {
    deployment.template_reads_key = os::read_file(identity).find(feature_key) != std::string::npos;
  }
  deployment.toml_path = deployment.home / toml_below_home;
}

toml::Document read_document(const fs::path& path) {
  const std::string name = path.string();
  try {
    return toml::parse(os::read_file(path), name);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) throw;
    // Only now is it worth asking whether the file is what one is made from.
    const auto foreign = foreign_source(os::read_file(path), name);
    if (!foreign) throw;
    throw Error(ErrorKind::refused,
                to_string(foreign->finding.location) + ": " + foreign->finding.message,
                foreign->finding.hint);
  }
}

void read_version(const std::string& text, Deployment& deployment) {
  const auto version = parse_version(text);
  if (!version) {
    throw Error(ErrorKind::usage, fmt::format("--apim-version {}: not a version", printable(text)),
                "write it as --apim-version 4.6.0");
  }
  deployment.version = version;
  deployment.version_source = "--apim-version";
}

// How a password is had that deployment.toml holds as `$secret{}`; null where it does not.
std::function<std::string()> asker_of(const DeploymentRequest& request, const DataSource& named,
                                      const char* hint) {
  if (!named.wants_password) return nullptr;
  return [ask = request.ask_password, named, hint] {
    if (ask) return ask(named.url);
    throw Error(ErrorKind::usage,
                fmt::format("{}: the password is a $secret{{}}, which only the server can read",
                            named.source),
                hint);
  };
}

void read_apim_db(const DeploymentRequest& request, Deployment& deployment) {
  if (!request.db.empty()) {
    deployment.db_url = from_command_line(request.db);
    deployment.db_source = "--db";
    return;
  }
  if (!deployment.document) return;
  try {
    const DataSource apim = data_source(deployment, "apim_db");
    deployment.db_url = apim.url;
    deployment.db_source = apim.source;
    if (deployment.db_password) return;
    deployment.db_password = apim.password;
    deployment.ask_db_password = asker_of(
        request, apim, "give it with --password-file FILE, --password-stdin or --password-fd N");
  } catch (const Error& problem) {
    deployment.db_problem = problem;
  }
}

// A --db beside a file that keeps the clients elsewhere may be a copy: which clients are meant then
// is not for us to guess.
void require_both_named(const DeploymentRequest& request, const DataSource& named) {
  if (request.db.empty()) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("--db is named, but deployment.toml keeps the clients in another database "
                  "({})",
                  named.source),
      "name that one too, with --identity-db URL; the same URL when all tables lie in --db");
}

void read_identity_db(const DeploymentRequest& request, Deployment& deployment) {
  constexpr const char* hint = "give it with --identity-password-file FILE";
  IdentityDatabase& identity = deployment.identity_db;
  identity.password = request.identity_db_password;
  if (!request.identity_db.empty()) {
    identity.url = from_command_line(request.identity_db, "--identity-db");
    identity.source = "--identity-db";
  } else if (deployment.document) {
    try {
      const DataSource named = identity_source(deployment);
      if (named.url.empty()) return;
      require_both_named(request, named);
      identity.url = named.url;
      identity.source = named.source;
      if (!identity.password) {
        identity.password = named.password;
        identity.ask_password = asker_of(request, named, hint);
      }
    } catch (const Error& problem) {
      identity.problem = problem;
    }
  }
  if (identity.url == deployment.db_url) identity = {};
}

void read_shared_db(Deployment& deployment) {
  if (!deployment.document) return;
  try {
    const DataSource shared = data_source(deployment, "shared_db");
    if (!shared.wants_password) {
      deployment.shared_db_url = shared.url;
      deployment.shared_db_password = shared.password;
    }
  } catch (const Error&) {  // only the names of tenants come from there: ids are shown instead
  }
}

void read_databases(const DeploymentRequest& request, Deployment& deployment) {
  deployment.db_password = request.db_password;
  deployment.db_limits.lock = std::chrono::seconds(request.lock_timeout);
  deployment.db_limits.statement = std::chrono::seconds(request.statement_timeout);
  if (request.force_is_km && request.identity_db.empty()) {
    throw Error(ErrorKind::usage, "--force-is-km wants to know where Identity Server's clients are",
                "add --identity-db URL; the URL of --db where both servers share one database");
  }
  deployment.force_is_km = request.force_is_km;
  read_apim_db(request, deployment);
  read_identity_db(request, deployment);
  read_shared_db(deployment);
}

void require_limits(const DeploymentRequest& request) {
  constexpr std::int64_t day = 86'400;  // seconds
  const bool good = request.lock_timeout >= 1 && request.lock_timeout <= day &&
                    request.statement_timeout >= 0 && request.statement_timeout <= day;
  if (good) return;
  throw Error(ErrorKind::usage, "a timeout is out of range",
              "--lock-timeout is 1 to 86400 s, --statement-timeout 0 (no limit) to 86400 s");
}

}  // namespace

Deployment load_pack(const std::string& home, const std::string& apim_version) {
  Deployment deployment;
  if (!home.empty()) read_home(home, deployment);
  if (!apim_version.empty()) read_version(apim_version, deployment);
  return deployment;
}

Deployment load(const DeploymentRequest& request) {
  require_limits(request);
  if (request.home.empty() && request.deployment_toml.empty() && request.db.empty()) {
    throw Error(ErrorKind::usage, "no deployment is named",
                "name it with --home DIR, or piecewise with --deployment-toml FILE and --db URL");
  }
  Deployment deployment = load_pack(request.home, request.apim_version);
  if (request.resolve_env) deployment.environment = request.environment;
  if (!request.deployment_toml.empty()) deployment.toml_path = request.deployment_toml;
  if (!deployment.toml_path.empty()) {
    deployment.document = read_document(deployment.toml_path);
  }
  read_databases(request, deployment);
  return deployment;
}

void require_feature(const Deployment& deployment) {
  if (!deployment.version) {
    throw Error(
        ErrorKind::refused,
        "the version of API-M is unknown, and an absent key means opposite things in 4.6 and 4.7",
        "name the home with --home DIR, or the version with --apim-version 4.6.0");
  }
  if (*deployment.version < first_with_feature) {
    throw Error(
        ErrorKind::refused,
        fmt::format("API-M {} has no token persistence optimization: it exists from 4.3.0 on",
                    to_string(*deployment.version)),
        "upgrade API-M first; on this version the setting does nothing and JWTs stay persisted");
  }
  if (deployment.template_reads_key == false) {
    throw Error(
        ErrorKind::refused,
        fmt::format("{}: the server's template does not read {}",
                    printable((deployment.home / template_below_home).string()), feature_key),
        "this pack has no token persistence optimization; check that it is complete, or "
        "upgrade API-M first");
  }
}

}  // namespace tokenshift::apim
