// SPDX-License-Identifier: Apache-2.0
#include "token_context.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/uuid.hpp"
#include "tokenshift/os/random.hpp"
#include "tokenshift/revocation/own_store.hpp"

#include "token_input.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::cli {
namespace {

std::string new_uuid() {
  std::array<std::uint8_t, 16> bytes{};
  os::random_bytes(bytes);
  return uuid_v4(bytes);
}

}  // namespace

issuer::Sources sources_of(const Program& program) {
  return {.now = [&program] { return program.now(); }, .new_uuid = new_uuid};
}

bool names_deployment(const apim::DeploymentRequest& request) {
  return !request.home.empty() || !request.deployment_toml.empty() || !request.db.empty();
}

std::vector<Option> FormOptions::options() {
  return {{"--profile",
           "V",
           "the form of the tokens: 4.3 (to 4.6) or 4.7; default: of the version, else 4.7",
           &profile,
           {"4.3", "4.7"}},
          {"--issuer", "URL", "iss; default: that of the deployment, else of a server on localhost",
           &issuer}};
}

issuer::Settings settings_for(const apim::Deployment* deployment, const FormOptions& options) {
  auto form = issuer::parse_profile(options.profile);
  if (!form && deployment != nullptr && deployment->version) {
    apim::require_feature(*deployment);
    form = issuer::profile_of(*deployment->version);
  }
  issuer::Settings settings{.profile = form.value_or(issuer::Profile::p47)};
  if (deployment != nullptr) settings = issuer::settings_of(*deployment, settings.profile);
  if (!options.issuer.empty()) {
    settings.issuer = options.issuer;
    settings.tenant_in_issuer = false;
  }
  return settings;
}

jwt::Demands demands_of(const issuer::Settings& settings, const std::string& tenant, Time now) {
  return {
      .now = now,
      .issuer = settings.issuer_of(tenant),
      .skew = settings.skew,
      .server = settings.profile == issuer::Profile::p43 ? jwt::Profile::p43 : jwt::Profile::p47};
}

void require_client_key(const std::string& key) {
  if (!key.empty() && key.size() <= 255 && !key.starts_with("eyJ")) return;
  throw Error(ErrorKind::usage, "--client wants a consumer key, and this is none",
              "tokenshift apps list shows the clients of a deployment");
}

std::vector<Option> StoreOptions::options() {
  return {{"--store", "FILE",
           "a revocation store of tokenshift's own, for tokens that no deployment knows; default "
           "without a deployment: tokenshift/revocations.db below $XDG_STATE_HOME or "
           "~/.local/state",
           &file}};
}

std::string StoreOptions::words() const {
  return file.empty() ? "" : " --store " + shell_word(file);
}

std::filesystem::path own_store_path(const Program& program, const StoreOptions& options) {
  if (!options.file.empty()) return options.file;
  const auto variable = [&](const char* name) {
    return std::filesystem::path(program.environment(name).value_or(""));
  };
  std::filesystem::path state = variable("XDG_STATE_HOME");
  if (!state.is_absolute()) {  // "all paths must be absolute, else ignored", says its specification
    const std::filesystem::path home = variable("HOME");
    state = home.is_absolute() ? home / ".local/state" : std::filesystem::path();
  }
  if (!state.empty()) return state / "tokenshift/revocations.db";
  throw Error(ErrorKind::usage, "no store is named, and neither XDG_STATE_HOME nor HOME is set",
              "name it with --store FILE, or a deployment with --home DIR or --db URL");
}

OpenRevocations open_revocations(Program& program, const apim::DeploymentRequest& request,
                                 const StoreOptions& options, db::Access access) {
  const bool own = !options.file.empty();
  require_file_name("--store", options.file);
  if (own && !request.db.empty()) {
    throw Error(ErrorKind::usage, "both --db and --store are given",
                "name the one where the revocations are");
  }
  OpenRevocations open;
  if (names_deployment(request)) open.deployment = load_shared(program, request);
  if (open.deployment && !own) {
    open.session = open_session(open.deployment, access);
    open.place = open.session->databases().identity().url();
    return open;
  }
  const std::filesystem::path file = own_store_path(program, options);
  open.own = revocation::open_own_store(file, db::Access::read);
  open.place = file.string();
  return open;
}

void OpenRevocations::prepare_writing() {
  if (!session) own = revocation::open_own_store(place, db::Access::write);
}

}  // namespace tokenshift::cli
