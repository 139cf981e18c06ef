// SPDX-License-Identifier: Apache-2.0
// The settings that make up the optimization, as data. Facts: reference deployment-toml.md §1–§3.
#include "tokenshift/apim/feature.hpp"

#include "tokenshift/apim/node.hpp"
#include "tokenshift/apim/resolve.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/toml/placeholder.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tokenshift::apim {
namespace {

constexpr int min_header_bytes = 12288;
const toml::KeyPath token_types{"oauth", "extensions", "token_types"};

// An empty text is no answer: how the server reads it is not known.
bool right_when_false(std::string_view content) {
  return !content.empty() && !is_java_true(content);
}
bool right_when_true(std::string_view content) { return is_java_true(content); }

// Only ever raised: a pack whose own limit is larger already must not be lowered.
bool large_enough(std::string_view content) {
  int bytes = 0;
  const auto [stop, error] =
      std::from_chars(content.data(), content.data() + content.size(), bytes);
  return error == std::errc{} && stop != content.data() && bytes >= min_header_bytes;
}

constexpr std::array keys{
    FeatureKey{"oauth.token_persistence.enable", "false", Need::always, right_when_false, "true",
               "false", "whether tokens are stored when issued; false is optimization on"},
    FeatureKey{"oauth.revoked_token_headers_in_response.enable", "false", Need::always,
               right_when_false, "true", "false", "whether responses name the tokens they revoke"},
    FeatureKey{"oauth.add_tenant_domain_to_access_token", "true", Need::with_tenants,
               right_when_true, "false", "false",
               "without it users of a tenant look like users of the super tenant"},
    FeatureKey{"apim.oauth_config.enable_jwt_for_portals", "true", Need::before_default_on,
               right_when_true, "false", "false",
               "whether portal clients that are registered from now on get JWTs"},
    FeatureKey{"transport.https.properties.maxHttpHeaderSize", "\"12288\"", Need::with_jwt_portals,
               large_enough, "8192", "8192", "JWTs in cookies and headers need more than 8 KB"},
};

Setting setting_of(const FeatureKey& key, const Deployment& deployment) {
  Setting setting{.key = std::string(key.key), .meaning = std::string(key.meaning)};
  if (deployment.document) {
    if (const auto value = deployment.document->find(toml::parse_key(key.key))) {
      const Resolved resolved = resolve(deployment, value->content);
      setting.value = resolved.text;
      if (resolved.changed) setting.written = value->content;
      if (!resolved.open.empty()) setting.open = resolved.open + ": " + resolved.why;
      setting.source = Source::file;
      setting.location = value->location;
    }
  }
  if (setting.source == Source::unknown) {
    const auto pack = deployment.pack_defaults.find(setting.key);
    if (pack != deployment.pack_defaults.end()) {
      setting.value = pack->second;
      setting.source = Source::pack_default;
    } else if (deployment.version) {
      setting.value =
          *deployment.version < first_with_default_on ? key.built_in : key.built_in_from_default_on;
      setting.source = Source::built_in;
    }
  }
  setting.right =
      setting.source != Source::unknown && setting.open.empty() && key.right(setting.value);
  setting.optional = !setting.right && key.need != Need::always && deployment.version &&
                     *deployment.version >= first_with_default_on;
  return setting;
}

JwtIssuer jwt_issuer_of(const Deployment& deployment) {
  JwtIssuer found{.issuer = std::string(plain_jwt_issuer), .source = Source::built_in};
  if (!deployment.document) return found;
  for (const toml::Element& element : deployment.document->elements(token_types)) {
    const toml::Value* name = element.find("name");
    if (name == nullptr || name->content != "JWT") continue;
    ++found.entries;
    const toml::Value* issuer = element.find("issuer");
    // Inside arrays of tables the server resolves no reference; other placeholders it does.
    found.issuer = issuer == nullptr ? "" : issuer->content;
    found.open.clear();
    if (issuer != nullptr && toml::is_placeholder(issuer->content)) {
      const Resolved resolved = resolve_in_array(deployment, issuer->content);
      found.issuer = resolved.text;
      if (!resolved.open.empty()) found.open = resolved.open + ": " + resolved.why;
    }
    found.location = issuer == nullptr ? element.location : issuer->location;
    found.source = Source::file;
  }
  return found;
}

void decide(const Deployment& deployment, FeatureState& state) {
  const Setting& persistence = state.settings.front();
  if (deployment.version && *deployment.version < first_with_feature) {
    state.optimization = Optimization::absent;
    state.why = fmt::format("API-M {} has no such feature; {} does nothing there",
                            to_string(*deployment.version), persistence.key);
    return;
  }
  if (deployment.template_reads_key == false) {
    state.optimization = Optimization::absent;
    state.why = fmt::format("the identity.xml.j2 of this pack does not read {}", persistence.key);
    return;
  }
  if (persistence.source == Source::unknown) {
    state.why = fmt::format(
        "{} is not set, which means off up to 4.6 and on from 4.7; the version is "
        "unknown",
        persistence.key);
    return;
  }
  if (!persistence.open.empty()) {
    state.why = fmt::format("{} at {} has the placeholder {}", persistence.key,
                            to_string(persistence.location), printable(persistence.open));
    return;
  }
  state.optimization = persistence.right ? Optimization::on : Optimization::off;
  const std::string place =
      persistence.source == Source::file
          ? to_string(persistence.location)
          : fmt::format(
                "the {}{}", to_string(persistence.source),
                deployment.version ? " of " + to_string(*deployment.version) : std::string());
  state.why = fmt::format("{} = {} ({})", persistence.key,
                          persistence.value.empty() ? "\"\"" : printable(persistence.value), place);
}

}  // namespace

bool is_java_true(std::string_view text) { return to_lower(text) == "true"; }

std::span<const FeatureKey> feature_keys() { return keys; }

std::string_view to_string(Source source) {
  static constexpr std::array<std::string_view, 4> names{"file", "pack default", "built-in default",
                                                         "unknown"};
  return names.at(static_cast<std::size_t>(source));
}

std::string_view to_string(Optimization optimization) {
  static constexpr std::array<std::string_view, 4> names{"on", "off", "absent", "undecidable"};
  return names.at(static_cast<std::size_t>(optimization));
}

FeatureState feature_state(const Deployment& deployment) {
  FeatureState state;
  for (const FeatureKey& key : keys) state.settings.push_back(setting_of(key, deployment));
  state.jwt_issuer = jwt_issuer_of(deployment);
  state.settings.push_back(
      {.key = "oauth.extensions.token_types[name=JWT].issuer",
       .value = state.jwt_issuer.issuer,
       .open = state.jwt_issuer.open,
       .source = state.jwt_issuer.source,
       .location = state.jwt_issuer.location,
       .right = state.jwt_issuer.issuer == extended_issuer,
       .meaning = "the class that issues JWTs; it must be this one or extend it"});
  decide(deployment, state);
  return state;
}

std::optional<Finding> issuer_problem(const Deployment& deployment, const FeatureState& state) {
  const JwtIssuer& jwt = state.jwt_issuer;
  const bool plain = jwt.issuer == plain_jwt_issuer || jwt.issuer.empty();
  if (state.optimization != Optimization::on || !plain || !jwt.open.empty()) return std::nullopt;
  if (!node_role(deployment).issues_tokens) return std::nullopt;
  return Finding{
      Severity::warning, "issuer-missing",
      fmt::format("the optimization is on, but JWTs are issued by {}: refresh tokens are "
                  "neither stored nor JWTs, so every refresh fails",
                  jwt.issuer.empty() ? "no class" : jwt.issuer),
      fmt::format("[[oauth.extensions.token_types]] name = \"JWT\" has to name {}; "
                  "tokenshift config enable writes it",
                  extended_issuer),
      jwt.location};
}

std::vector<std::string> custom_token_types(const Deployment& deployment) {
  std::vector<std::string> names;
  if (!deployment.document) return names;
  for (const toml::Element& element : deployment.document->elements(token_types)) {
    const toml::Value* name = element.find("name");
    if (name != nullptr && name->content != "JWT" && name->content != "Default") {
      names.push_back(name->content);
    }
  }
  return names;
}

}  // namespace tokenshift::apim
