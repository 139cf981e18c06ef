// SPDX-License-Identifier: Apache-2.0
// Whether the keys of the feature go together: TS201 to TS211. Facts: reference deployment-toml.md
// §0, §1 and §3.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tokenshift::checks {
namespace {

using apim::Optimization;
using apim::Source;

bool from_4_7_on(const State& state) {
  return state.deployment.version && *state.deployment.version >= apim::first_with_default_on;
}

// Where a setting is, or where it would be looked for.
Location place_of(const State& state, const apim::Setting& of) {
  return of.source == Source::file ? of.location : nearest_place(state, of.key);
}

void no_such_feature(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const apim::Setting& key = setting(subject.now, persistence_key);
  if (subject.now.feature.optimization != Optimization::absent || key.source != Source::file)
    return;
  sheet.add(rule, key.location, key.key, subject.now.feature.why);
}

void placeholder(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (!subject.now.node.issues_tokens) return;
  for (const std::string_view key : {persistence_key, headers_key, issuer_key}) {
    const apim::Setting& of = setting(subject.now, key);
    if (of.open.empty()) continue;
    sheet.add(rule, of.location, of.key,
              fmt::format("{} depends on the placeholder {}", of.key, printable(of.open)));
  }
}

void unknown_version(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.now.deployment.version || !subject.now.node.issues_tokens) return;
  sheet.add(rule, {.path = subject.now.deployment.toml_path.string()}, "version",
            "the version of API-M is unknown: rules that depend on it were left out");
}

void half_configured(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const Optimization state = subject.now.feature.optimization;
  if (!subject.now.node.issues_tokens) return;
  if (state != Optimization::on && state != Optimization::off) return;
  const apim::Setting& headers = setting(subject.now, headers_key);
  if (headers.source == Source::unknown || !headers.open.empty()) return;
  const bool on = state == Optimization::on;
  if (headers.right == on) return;
  const apim::Setting& persistence = setting(subject.now, persistence_key);
  const apim::Setting& shown = headers.source == Source::file ? headers : persistence;
  sheet.add(
      rule, place_of(subject.now, shown), std::string(headers_key),
      fmt::format("half-configured: the optimization is {}, but {} is {} ({})", to_string(state),
                  headers_key, printable(headers.value), to_string(headers.source)),
      fmt::format("set {} to {} as well", headers_key, on ? "false" : "true"));
}

void issuer_missing(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (setting(subject.now, persistence_key).source != Source::file) return;
  const auto problem = apim::issuer_problem(subject.now.deployment, subject.now.feature);
  if (!problem) return;
  const bool placed = problem->location.line > 0;
  sheet.add(rule, placed ? problem->location : setting(subject.now, persistence_key).location,
            std::string(issuer_key), problem->message);
}

void upgrade_trap(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (setting(subject.now, persistence_key).source == Source::file) return;
  const auto problem = apim::issuer_problem(subject.now.deployment, subject.now.feature);
  if (!problem) return;
  const bool placed = problem->location.line > 0;
  sheet.add(
      rule,
      placed ? problem->location : nearest_place(subject.now, "oauth.extensions.token_types.x"),
      std::string(issuer_key),
      fmt::format("the default of {} is on, but the file names no issuer for JWT that supports "
                  "it: every refresh fails",
                  to_string(*subject.now.deployment.version)));
}

void custom_issuer(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const apim::JwtIssuer& jwt = subject.now.feature.jwt_issuer;
  if (!subject.now.is_on() || !jwt.open.empty() || jwt.issuer.empty()) return;
  if (jwt.issuer == apim::extended_issuer || jwt.issuer == apim::plain_jwt_issuer) return;
  // Where somebody looked into the jars of the home, TS501 and TS502 say what they hold.
  const auto* facts = subject.facts;
  if (facts != nullptr && facts->home.value && facts->home.value->issuers.value) return;
  sheet.add(rule, jwt.location, std::string(issuer_key),
            fmt::format("JWTs are issued by {}, which has to extend {}", printable(jwt.issuer),
                        apim::extended_issuer));
}

void portals_opaque(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const apim::Setting& portals = setting(subject.now, portals_key);
  if (!subject.now.is_on() || portals.as_wanted() != false) return;
  sheet.add(
      rule, place_of(subject.now, portals), portals.key,
      fmt::format("the optimization is on, but {} is {}", portals.key, printable(portals.value)));
}

// Whether the portals' JWTs are certain: up to 4.6 the optimization makes them, from 4.7 on the
// file.
bool portals_are_jwt(const State& state) {
  if (!state.is_on() || !state.deployment.version) return false;
  return !from_4_7_on(state) || setting(state, portals_key).right;
}

void no_tenant_domain(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const apim::Setting& tenants = setting(subject.now, tenants_key);
  if (!portals_are_jwt(subject.now) || tenants.right || !tenants.open.empty()) return;
  sheet.add(rule, place_of(subject.now, tenants), tenants.key,
            fmt::format("portals get JWTs, but {} is {}: users of a tenant look like users of the "
                        "super tenant",
                        tenants.key, printable(tenants.value)));
}

void headers_too_small(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const apim::Setting& size = setting(subject.now, header_size_key);
  if (!portals_are_jwt(subject.now) || size.right || !size.open.empty()) return;
  sheet.add(rule, place_of(subject.now, size), size.key,
            fmt::format("portals get JWTs, but {} is {}", size.key, printable(size.value)));
}

std::optional<int> number_of(const std::string& text) {
  int number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || stop == text.data()) return std::nullopt;
  return number;
}

void headers_lowered(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto& defaults = subject.now.deployment.pack_defaults;
  const auto pack = defaults.find(std::string(header_size_key));
  const auto file = written(subject.now, header_size_key);
  if (pack == defaults.end() || !file) return;
  const auto before = number_of(pack->second);
  const auto after = number_of(file->text);
  if (!before || !after || *after >= *before) return;
  sheet.add(
      rule, file->location, std::string(header_size_key),
      fmt::format("{} = {} is less than the {} of this pack", header_size_key, *after, *before));
}

constexpr Severity error = Severity::error;
constexpr Severity warning = Severity::warning;
constexpr Severity note = Severity::note;

constexpr auto rows = std::to_array<Rule>({
    {"TS201", warning, "the key of the optimization where API-M does not know it",
     "before 4.3, or with a template that does not read it, the server ignores the key",
     "upgrade API-M first, or remove the key", "api-manager#1664, api-manager#2861",
     no_such_feature},
    {"TS202", warning, "a placeholder that decides about the optimization",
     "what the server will do cannot be told from the file", "write the value itself",
     "WSO2 config-mapper", placeholder},
    {"TS203", note, "an unknown version of API-M",
     "an absent key means off up to 4.6 and on from 4.7",
     "name it: --apim-version 4.6.0 or --home DIR", "default.json of API-M", unknown_version},
    {"TS204", warning,
     "half of the pair oauth.token_persistence and "
     "oauth.revoked_token_headers_in_response",
     "both keys are to be false with the optimization and true without; 4.7 wants both set to "
     "switch it off",
     "set both keys to the same value", "Token Persistence Management, step 2; api-manager#4936",
     half_configured, apim::first_with_feature},
    {"TS205", error, "the optimization without an issuer that supports it",
     "refresh tokens are neither stored nor JWTs then, so every refresh fails",
     "run tokenshift config enable, which names the issuer", "Token Persistence Management, step 2",
     issuer_missing, apim::first_with_feature},
    {"TS206", error, "a file from before 4.7 under 4.7",
     "4.7 has the optimization on by default, but the issuer in its own deployment.toml alone",
     "run tokenshift config enable --apim-version 4.7.0, which names the issuer",
     "product-apim 4.7.0, default.json and deployment.toml", upgrade_trap,
     apim::first_with_default_on},
    {"TS207", warning, "an issuer of your own for JWT",
     "it has to extend ExtendedJWTTokenIssuer, which the file alone does not show",
     "check the superclass, then ignore this finding with a comment", vendor_page, custom_issuer,
     apim::first_with_feature},
    {"TS208", error, "the optimization with opaque tokens for the portals",
     "up to 4.6 new opaque tokens are not stored either, so nobody can log in",
     "set apim.oauth_config.enable_jwt_for_portals to true", "api-manager#2781", portals_opaque,
     apim::first_with_feature, last_with_default_off},
    {"TS209", warning, "JWTs for the portals without the tenant domain",
     "users of a tenant look like users of the super tenant",
     "set oauth.add_tenant_domain_to_access_token to true, in an [oauth] before its sub-tables",
     "api-manager#2497, api-manager#2513", no_tenant_domain, apim::first_with_feature},
    {"TS210", warning, "JWTs for the portals with headers of 8 KB",
     "the cookie and the header with the token do not fit",
     "set transport.https.properties.maxHttpHeaderSize to \"12288\" or more", "api-manager#5123",
     headers_too_small, apim::first_with_feature},
    {"TS211", warning, "a header size below the default of the pack",
     "the setting lowers what it was to raise", "remove the line, or write a larger number",
     "default.json of API-M", headers_lowered},
});

}  // namespace

std::span<const Rule> feature_rules() { return rows; }

}  // namespace tokenshift::checks
