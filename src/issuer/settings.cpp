// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/settings.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/resolve.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tokenshift::issuer {
namespace {

using std::chrono::seconds;

constexpr int management_port = 9443;

// `iss` unless the configuration names another.
constexpr const char* token_endpoint =
    "${carbon.protocol}://${carbon.host}:${carbon.management.port}/oauth2/token";

struct Found {
  std::string text;
  std::string place;  // for messages
};

// A setting as the server sees it: of the file, else of the pack.
std::optional<Found> setting(const apim::Deployment& deployment, const std::string& key) {
  if (deployment.document) {
    if (const auto value = deployment.document->find(toml::parse_key(key))) {
      const apim::Resolved resolved = apim::resolve(deployment, value->content);
      if (!resolved.open.empty()) {
        throw Error(ErrorKind::input,
                    fmt::format("{}: {} has the placeholder {}: {}", to_string(value->location),
                                key, printable(resolved.open), resolved.why),
                    "resolve it with --resolve-env, or name the value with an option");
      }
      return Found{resolved.text, to_string(value->location)};
    }
  }
  const auto pack = deployment.pack_defaults.find(key);
  if (pack == deployment.pack_defaults.end()) return std::nullopt;
  return Found{apim::resolve(deployment, pack->second).text, "default.json"};
}

void take(const apim::Deployment& deployment, const char* key, std::string& target) {
  if (const auto found = setting(deployment, key); found && !found->text.empty()) {
    target = found->text;
  }
}

void take(const apim::Deployment& deployment, const char* key, bool& target) {
  if (const auto found = setting(deployment, key)) target = apim::is_java_true(found->text);
}

// A period as deployment.toml has it: "3600" seconds, or with a unit, "1d".
void take(const apim::Deployment& deployment, const char* key, seconds& target) {
  struct Unit {
    std::string_view name;
    std::int64_t seconds;
  };
  static constexpr std::array units{Unit{"", 1}, Unit{"s", 1}, Unit{"m", 60}, Unit{"h", 3600},
                                    Unit{"d", 86400}};
  const auto found = setting(deployment, key);
  if (!found) return;
  std::int64_t number = 0;
  const char* end = found->text.data() + found->text.size();
  const auto [stop, error] = std::from_chars(found->text.data(), end, number);
  const auto unit = std::ranges::find(
      units, std::string_view(stop, static_cast<std::size_t>(end - stop)), &Unit::name);
  std::int64_t total = 0;
  if (error != std::errc{} || unit == units.end() ||
      __builtin_mul_overflow(number, unit->seconds, &total)) {
    throw Error(ErrorKind::input,
                fmt::format("{}: {} = {} is no period", found->place, key, printable(found->text)),
                "write seconds, as 3600, or a unit, as \"1h\"");
  }
  target = seconds{total};
}

// The strings of an array as it is written.
std::vector<std::string> strings_of(std::string_view literal) {
  std::vector<std::string> texts;
  for (std::size_t open = literal.find_first_of("\"'"); open != std::string_view::npos;
       open = literal.find_first_of("\"'", open)) {
    const std::size_t close = literal.find(literal[open], open + 1);
    if (close == std::string_view::npos) break;
    texts.emplace_back(literal.substr(open + 1, close - open - 1));
    open = close + 1;
  }
  return texts;
}

// What Carbon puts in for `${carbon.…}`, which default.json uses.
std::string with_carbon_names(const apim::Deployment& deployment, std::string text) {
  std::string host = "localhost";
  take(deployment, "server.hostname", host);
  seconds offset{0};
  take(deployment, "server.offset", offset);
  const std::string port = std::to_string(management_port + offset.count());
  const std::array<std::pair<std::string_view, std::string_view>, 3> names{
      {{"${carbon.protocol}", "https"},
       {"${carbon.host}", host},
       {"${carbon.management.port}", port}}};
  for (const auto& [name, value] : names) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
      text.replace(at, name.size(), value);
      at += value.size();
    }
  }
  return text;
}

// The server reads the algorithm only where it answers validations with a JWT (§1.3).
void take_algorithm(const apim::Deployment& deployment, crypto::Algorithm& target) {
  using crypto::Algorithm;
  struct Row {
    std::string_view name;
    Algorithm algorithm;
  };
  static constexpr std::array names{
      Row{"SHA256withRSA", Algorithm::rs256}, Row{"SHA384withRSA", Algorithm::rs384},
      Row{"SHA512withRSA", Algorithm::rs512}, Row{"PS256", Algorithm::ps256}};
  bool read = false;
  take(deployment, "oauth.token.validation.include_validation_context_as_jwt_in_reponse", read);
  std::string name;
  take(deployment, "oauth.token_validation.validation_response_signing_algorithm", name);
  if (!read || name.empty()) return;
  const auto row = std::ranges::find(names, name, &Row::name);
  if (row == names.end()) {
    throw Error(
        ErrorKind::input,
        fmt::format("tokens of this deployment are signed with {}, which is refused here",
                    printable(name)),
        "set oauth.token_validation.validation_response_signing_algorithm to SHA256withRSA");
  }
  target = row->algorithm;
}

}  // namespace

std::string Settings::issuer_of(const std::string& tenant) const {
  constexpr std::string_view path = "/oauth2/token";
  if (!tenant_in_issuer || tenant == "carbon.super" || !issuer.ends_with(path)) return issuer;
  return issuer.substr(0, issuer.size() - path.size()) + "/t/" + tenant + std::string(path);
}

Settings settings_of(const apim::Deployment& deployment, Profile profile) {
  Settings settings{.profile = profile};
  settings.issuer = token_endpoint;
  take(deployment, "oauth.oidc.id_token.issuer", settings.issuer);
  settings.issuer = with_carbon_names(deployment, settings.issuer);
  take(deployment, "tenant_context.enable_tenant_qualified_urls", settings.tenant_in_issuer);
  take_algorithm(deployment, settings.algorithm);
  take(deployment, "oauth.token_validation.app_access_token_validity", settings.app_validity);
  take(deployment, "oauth.token_validation.user_access_token_validity", settings.user_validity);
  take(deployment, "oauth.token_validation.refresh_token_validity", settings.refresh_validity);
  take(deployment, "oauth.timestamp_skew", settings.skew);
  take(deployment, "oauth.token_renewal.renew_refresh_token", settings.renew_refresh_token);
  take(deployment, "oauth.token_renewal.extend_refresh_token_expiry_time_on_renewal",
       settings.extend_on_renewal);
  take(deployment, "oauth.access_token.generate_with_sp_tenant_domain",
       settings.sign_with_client_tenant);
  take(deployment, "service_provider.use_username_as_sub_claim", settings.user_name_as_sub);
  if (deployment.document) {
    settings.tenant_domains = false;  // what is not in the file is off
    take(deployment, "oauth.add_tenant_domain_to_access_token", settings.tenant_domains);
    if (const auto list =
            deployment.document->find(toml::parse_key("oauth.oidc.id_token.audiences"))) {
      settings.audiences = strings_of(list->content);
    }
  }
  return settings;
}

}  // namespace tokenshift::issuer
