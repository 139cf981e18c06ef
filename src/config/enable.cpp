// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/config/enable.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/key_manager.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/toml/edit.hpp"

#include <fmt/format.h>

namespace tokenshift::config {
namespace {

using apim::FeatureKey;
using apim::Need;

bool needed(const FeatureKey& key, const apim::Version& version, const Clients& clients) {
  if (version < apim::first_with_default_on) return true;
  switch (key.need) {
    case Need::always:
      return true;
    case Need::before_default_on:
      return false;
    case Need::with_tenants:
      return clients.tenants && clients.jwt_portals;
    case Need::with_jwt_portals:
      return clients.jwt_portals;
  }
  return true;
}

// Whether the issuer of JWT stays as it is. An unknown class may extend the known one, or may not:
// a file cannot tell, so the operator says it by name.
bool issuer_stays(const apim::JwtIssuer& issuer, const EnableOptions& options,
                  std::vector<Finding>& findings) {
  if (issuer.issuer == apim::extended_issuer) return true;
  if (issuer.issuer == apim::plain_jwt_issuer || issuer.issuer.empty()) return false;
  if (issuer.issuer == options.allow_issuer) {
    findings.push_back(
        {Severity::warning, "custom-issuer",
         fmt::format("{} stays the issuer of JWT as --allow-issuer says; that it extends {} "
                     "was not verified",
                     printable(issuer.issuer), apim::extended_issuer),
         "check its source: with any other superclass every refresh fails", issuer.location});
    return true;
  }
  throw Error(ErrorKind::refused,
              fmt::format("{}: the token type JWT has a custom issuer, {}",
                          to_string(issuer.location), printable(issuer.issuer)),
              fmt::format("if it extends {}, say so: --allow-issuer {}", apim::extended_issuer,
                          printable(issuer.issuer)));
}

void add_notes(const apim::Deployment& deployment, const apim::FeatureState& state,
               const Clients& clients, std::vector<Finding>& findings) {
  if (state.jwt_issuer.entries > 1) {
    findings.push_back(
        {Severity::warning, "duplicate-jwt",
         fmt::format("{} entries of [[oauth.extensions.token_types]] are named JWT; the last "
                     "one wins",
                     state.jwt_issuer.entries),
         "remove the others", state.jwt_issuer.location});
  }
  if (const auto finding = apim::identity_server_as_key_manager(deployment, {})) {
    findings.push_back(
        {Severity::warning, finding->id, finding->message, finding->hint, finding->location});
  }
  if (!clients.known && *deployment.version >= apim::first_with_default_on) {
    findings.push_back(
        {Severity::warning,
         "clients-unknown",
         "without a database it is undecidable whether "
         "oauth.add_tenant_domain_to_access_token and maxHttpHeaderSize are needed on 4.7",
         "name the database with --db URL or --home DIR",
         {}});
  }
}

}  // namespace

EditPlan plan_enable(const apim::Deployment& deployment, const EnableOptions& options) {
  EditPlan plan;
  const toml::Document& document = *deployment.document;
  plan.before = document.text();

  const apim::NodeRole role = apim::node_role(deployment);
  if (!role.issues_tokens && !options.issues_tokens) {
    plan.applies = false;
    plan.after = plan.before;
    plan.findings.push_back(
        {Severity::note,
         "no-effect-here",
         fmt::format("nothing to do in {}: it is of no node that issues tokens ({})",
                     printable(deployment.toml_path.string()), role.why),
         "the settings belong on the nodes that serve /oauth2/token; if this is one, "
         "say --issues-tokens",
         {.path = deployment.toml_path.string()}});
    return plan;
  }
  apim::require_feature(deployment);

  const apim::FeatureState state = apim::feature_state(deployment);
  std::vector<toml::Change> changes;
  for (std::size_t i = 0; i < apim::feature_keys().size(); ++i) {
    const FeatureKey& key = apim::feature_keys()[i];
    const apim::Setting& setting = state.settings[i];
    if (setting.right || !needed(key, *deployment.version, options.clients)) continue;
    changes.push_back({.at = toml::parse_address(key.key),
                       .literal = std::string(key.literal),
                       .force = options.force});
    plan.changes.push_back({setting.key, setting.value, std::string(key.literal)});
  }
  if (!issuer_stays(state.jwt_issuer, options, plan.findings)) {
    changes.push_back({.at = toml::parse_address(state.settings.back().key),
                       .literal = fmt::format("\"{}\"", apim::extended_issuer),
                       .force = options.force});
    plan.changes.push_back(
        {state.settings.back().key, state.jwt_issuer.issuer, std::string(apim::extended_issuer)});
  }
  add_notes(deployment, state, options.clients, plan.findings);
  plan.after = toml::edited(document, changes);
  return plan;
}

}  // namespace tokenshift::config
