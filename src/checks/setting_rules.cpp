// SPDX-License-Identifier: Apache-2.0
// Settings that do not go with the optimization: TS212 to TS230. Facts: reference token-persistence
// and deployment-toml.md §3.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace tokenshift::checks {
namespace {

constexpr std::int64_t day = 86'400;  // seconds

// Says so when a switch in the file is `wrong` while the optimization is on.
void found_switch(const Subject& subject, const Rule& rule, Sheet& sheet, std::string_view key,
                  bool wrong) {
  if (!subject.now.is_on()) return;
  const auto value = written(subject.now, key);
  if (!value || value->text.empty() || apim::is_java_true(value->text) != wrong) return;
  sheet.add(rule, value->location, std::string(key),
            fmt::format("{} is {} beside the optimization", key, wrong));
}

void renew_access_token(const Subject& subject, const Rule& rule, Sheet& sheet) {
  found_switch(subject, rule, sheet, "oauth.token_renewal.renew_access_token_per_request", true);
}
void keep_refresh_token(const Subject& subject, const Rule& rule, Sheet& sheet) {
  found_switch(subject, rule, sheet, "oauth.token_renewal.renew_refresh_token", false);
}
void keep_refresh_expiry(const Subject& subject, const Rule& rule, Sheet& sheet) {
  found_switch(subject, rule, sheet,
               "oauth.token_renewal.extend_refresh_token_expiry_time_on_renewal", false);
}
void renew_without_revoking(const Subject& subject, const Rule& rule, Sheet& sheet) {
  found_switch(subject, rule, sheet, "oauth.jwt.renew_token_without_revoking_existing.enable",
               true);
}
void token_binding(const Subject& subject, const Rule& rule, Sheet& sheet) {
  found_switch(subject, rule, sheet, "apim.access_token_binding.enable", true);
}

constexpr std::array<std::string_view, 2> access_lifetimes{
    "oauth.token_validation.app_access_token_validity",
    "oauth.token_validation.user_access_token_validity"};
constexpr std::string_view refresh_lifetime = "oauth.token_validation.refresh_token_validity";

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array units{Unit{'s', 1}, Unit{'m', 60}, Unit{'h', 3600}, Unit{'d', day}};

// "3600", "1h", "1d" in seconds.
std::optional<std::int64_t> seconds_of(std::string_view text) {
  text = trimmed(text);
  std::int64_t number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc::result_out_of_range) return std::numeric_limits<std::int64_t>::max();
  if (problem != std::errc{}) return std::nullopt;
  const std::string_view rest = text.substr(static_cast<std::size_t>(stop - text.data()));
  if (rest.empty()) return number;
  const auto* unit = std::ranges::find(units, rest.front(), &Unit::letter);
  if (rest.size() != 1 || unit == units.end()) return std::nullopt;
  if (number > std::numeric_limits<std::int64_t>::max() / unit->seconds) {
    return std::numeric_limits<std::int64_t>::max();
  }
  return number * unit->seconds;
}

// Ten years and more are meant as for ever.
bool is_for_ever(std::int64_t seconds) { return seconds < 0 || seconds > 3650 * day; }

void long_lifetime(const Subject& subject, const Rule& rule, Sheet& sheet, std::string_view key,
                   std::int64_t limit) {
  if (!subject.now.is_on()) return;
  const auto value = written(subject.now, key);
  const auto seconds = value ? seconds_of(value->text) : std::nullopt;
  if (!seconds || is_for_ever(*seconds) || *seconds <= limit) return;
  sheet.add(rule, value->location, std::string(key),
            fmt::format("{} is {}: no token can be forgotten before that", key,
                        in_words(std::chrono::seconds(*seconds))));
}

void long_access(const Subject& subject, const Rule& rule, Sheet& sheet) {
  for (const auto key : access_lifetimes) long_lifetime(subject, rule, sheet, key, day);
}
void long_refresh(const Subject& subject, const Rule& rule, Sheet& sheet) {
  long_lifetime(subject, rule, sheet, refresh_lifetime, 30 * day);
}

void never_expires(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (!subject.now.is_on()) return;
  for (const auto key : {access_lifetimes[0], access_lifetimes[1], refresh_lifetime}) {
    const auto value = written(subject.now, key);
    const auto seconds = value ? seconds_of(value->text) : std::nullopt;
    if (!seconds || !is_for_ever(*seconds)) continue;
    sheet.add(rule, value->location, std::string(key),
              fmt::format("{} = {}: tokens that never expire", key, printable(value->text)));
  }
}

// The entry through which revocations reach the gateways.
std::optional<toml::Element> revocation_listener(const State& state) {
  std::optional<toml::Element> found;
  for (const toml::Element& element : state.deployment.document->elements({"event_listener"})) {
    const toml::Value* name = element.find("name");
    if (name != nullptr && name->content == "org.wso2.is.notification.ApimOauthEventInterceptor") {
      found = element;
    }
  }
  return found;
}

void no_listener(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (!subject.now.is_on() || revocation_listener(subject.now)) return;
  sheet.add(rule, nearest_place(subject.now, "event_listener.id"), "event_listener",
            "no [[event_listener]] sends revocations to the gateways");
}

void listener_off(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto listener = subject.now.is_on() ? revocation_listener(subject.now) : std::nullopt;
  if (!listener) return;
  const toml::Value* endpoint = listener->find("properties.notification_endpoint");
  const toml::Value* enable = listener->find("enable");
  const bool off = enable != nullptr && to_lower(enable->content) == "false";
  const bool nowhere = endpoint == nullptr || trimmed(endpoint->content).empty();
  if (!off && !nowhere) return;
  sheet.add(rule, off ? enable->location : listener->location, "event_listener.properties",
            off ? "the listener that sends revocations to the gateways is switched off"
                : "the listener has no notification_endpoint, so it sends no revocation");
}

void listener_local(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto listener = subject.now.is_on() ? revocation_listener(subject.now) : std::nullopt;
  const auto role = written(subject.now, "server.server_role");
  if (!listener || !role || !role->text.starts_with("api-key-manager")) return;
  const toml::Value* endpoint = listener->find("properties.notification_endpoint");
  if (endpoint == nullptr || endpoint->content.find("//localhost:") == std::string::npos) return;
  sheet.add(rule, endpoint->location, "event_listener.properties.notification_endpoint",
            "a key manager node sends revocations to itself, not to the control plane");
}

void processor_at_odds(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto hashing = written(subject.now, "apim.oauth_config.enable_token_hashing");
  const auto encryption = written(subject.now, "apim.oauth_config.enable_token_encryption");
  const bool hashes = hashing && apim::is_java_true(hashing->text);
  const bool encrypts = encryption && apim::is_java_true(encryption->text);
  const auto plain = written(subject.now, "oauth.hash_tokens_and_secrets");
  if (hashes && plain && !apim::is_java_true(plain->text)) {
    sheet.add(
        rule, plain->location, "oauth.hash_tokens_and_secrets",
        "oauth.hash_tokens_and_secrets is false beside enable_token_hashing = true, and wins");
  }
  const auto processor = written(subject.now, "oauth.extensions.token_persistence_processor");
  if (!processor || (!hashes && !encrypts)) return;
  sheet.add(rule, processor->location, "oauth.extensions.token_persistence_processor",
            fmt::format("oauth.extensions.token_persistence_processor wins over enable_token_{}",
                        hashes ? "hashing" : "encryption"));
}

void other_key_manager(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto type = written(subject.now, "apim.key_manager.type");
  if (!subject.now.is_on() || !type || to_lower(type->text) == "default" || type->text.empty())
    return;
  sheet.add(
      rule, type->location, "apim.key_manager.type",
      fmt::format("the key manager is {}, so tokens are issued there", printable(type->text)));
}

void wrong_node(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto key = written(subject.now, persistence_key);
  if (!key || subject.now.node.issues_tokens) return;
  sheet.add(rule, key->location, std::string(persistence_key),
            fmt::format("this node issues no tokens, so the key has no effect ({})",
                        printable(subject.now.node.why)));
}

// A key that says nothing about tokens that are not stored.
void idle_key(const Subject& subject, const Rule& rule, Sheet& sheet, std::string_view key) {
  const auto value = subject.now.is_on() ? written(subject.now, key) : std::nullopt;
  if (value) sheet.add(rule, value->location, std::string(key), fmt::format("{} is set", key));
}
void pool_size(const Subject& subject, const Rule& rule, Sheet& sheet) {
  idle_key(subject, rule, sheet, "session_data.persistence.persistence_pool_size");
}
void retry_count(const Subject& subject, const Rule& rule, Sheet& sheet) {
  idle_key(subject, rule, sheet, "oauth.token_generation.retry_count_on_persistence_failures");
}
void token_cleanup(const Subject& subject, const Rule& rule, Sheet& sheet) {
  idle_key(subject, rule, sheet, "oauth.token_cleanup.enable");
}

void issuers_listed(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const bool jwt_portals = setting(subject.now, portals_key).right;
  const auto listed = subject.now.deployment.document->elements({"apim", "jwt", "issuer"});
  if (!subject.now.is_on() || !jwt_portals || listed.empty()) return;
  sheet.add(rule, listed.front().location, "apim.jwt.issuer",
            "with [[apim.jwt.issuer]] the REST APIs accept the listed issuers alone");
}

// Both passwords in plain text, and the user the administrator: then they can be compared.
void listener_password(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto listener = subject.now.is_on() ? revocation_listener(subject.now) : std::nullopt;
  const auto admin = written(subject.now, "super_admin.username");
  const auto secret = written(subject.now, "super_admin.password");
  if (!listener || !admin || !secret) return;
  const toml::Value* user = listener->find("properties.username");
  const toml::Value* password = listener->find("properties.password");
  if (user == nullptr || password == nullptr) return;
  if (user->content != admin->text && user->content != "${admin.username}") return;
  const auto open = [](std::string_view text) { return text.find('$') != std::string_view::npos; };
  if (open(password->content) || open(secret->text) || password->content == secret->text) return;
  sheet.add(rule, password->location, "event_listener.properties.password",
            "the listener logs in as the administrator, with another password than super_admin's");
}

constexpr Severity error = Severity::error;
constexpr Severity warning = Severity::warning;
constexpr Severity note = Severity::note;
constexpr auto since = apim::first_with_feature;

constexpr auto rows = std::to_array<Rule>({
    {"TS212", warning, "a new access token per request beside the optimization",
     "every request gets a new pair of tokens anyway, and none is revoked for it", "remove the key",
     vendor_page, renew_access_token, since},
    {"TS213", warning, "renewing without revoking beside the optimization",
     "nothing is revoked on renewal then, and it rests on token binding, which does not work",
     "remove oauth.jwt.renew_token_without_revoking_existing", vendor_page, renew_without_revoking,
     since},
    {"TS214", warning, "refresh tokens that are not renewed",
     "one that was used stays valid until it expires, since nothing marks it as used",
     "set oauth.token_renewal.renew_refresh_token to true, or remove it",
     "RefreshTokenGrantProcessor of API-M", keep_refresh_token, since},
    {"TS215", note, "refresh tokens that keep the expiry of the first",
     "users log in again when that is over, however often they refreshed",
     "nothing, when that is meant", "RefreshTokenGrantProcessor of API-M", keep_refresh_expiry,
     since},
    {"TS216", warning, "access tokens that live longer than a day",
     "revoked ones have to be remembered as long, and the vendor recommends short-lived tokens",
     "shorten the lifetime", vendor_page, long_access, since},
    {"TS217", warning, "refresh tokens that live longer than thirty days",
     "revoked ones have to be remembered as long, and the vendor recommends short-lived tokens",
     "shorten the lifetime", vendor_page, long_refresh, since},
    {"TS218", warning, "tokens that never expire by default",
     "a revocation has to be remembered for ever, and the tables of revoked tokens only grow",
     "set a lifetime", vendor_page, never_expires, since},
    {"TS219", warning, "token binding beside the optimization",
     "the two are not compatible, and the switch also stops the revocation at logout",
     "remove apim.access_token_binding, or set it to false", vendor_page, token_binding, since},
    {"TS220", error, "no listener that sends revocations",
     "gateways verify JWTs themselves and never hear that one was revoked",
     "restore the [[event_listener]] with id \"token_revocation\" of the shipped file",
     "deployment.toml of API-M", no_listener, since},
    {"TS221", error, "a listener for revocations that sends nothing",
     "gateways verify JWTs themselves and never hear that one was revoked",
     "give it [event_listener.properties] with a notification_endpoint, and do not disable it",
     "ApimOauthEventInterceptor", listener_off, since},
    {"TS222", warning, "a key manager node that notifies itself",
     "revocations have to reach the event hub on the control plane",
     "name the control plane in notification_endpoint", "docs-apim#11062", listener_local, since},
    {"TS223", warning, "two settings at odds about how tokens are stored",
     "the explicit inner key wins over what the switch would set", "remove one of the two",
     "infer.json of API-M", processor_at_odds},
    {"TS224", warning, "the optimization with another key manager",
     "the vendor recommends it with API-M as the key manager only",
     "switch it off before it is used, or make API-M the key manager", vendor_page,
     other_key_manager, since},
    {"TS225", note, "keys of the optimization on a node that issues no tokens",
     "they do no harm, but do not switch anything", "set them on the node that issues tokens",
     "docs-apim#11062", wrong_node},
    {"TS226", note, "a pool for writing tokens",
     "tokens that are not stored need none, and the template fixes the size at 0", "remove the key",
     "identity.xml.j2 of API-M", pool_size, since},
    {"TS227", note, "a number of retries for writing tokens",
     "it counts for tokens that are stored only", "remove the key", "identity.xml.j2 of API-M",
     retry_count, since},
    {"TS228", note, "the clean-up of stored tokens",
     "it looks after the table of stored tokens, not after those of revoked ones",
     "clean IDN_INVALID_TOKENS and the event tables otherwise", "identity.xml.j2 of API-M",
     token_cleanup, since},
    {"TS229", warning, "a list of issuers that the REST APIs accept",
     "only these are accepted then, so the portals fail unless the resident issuer is among them",
     "list the resident issuer, too", "api-manager#1762", issuers_listed, since},
    {"TS230", warning, "a stale password of the listener for revocations",
     "the event hub refuses it, so gateways never hear that a token was revoked",
     "write password = \"${admin.password}\", which follows the administrator's",
     "deployment.toml of API-M", listener_password, since},
});

}  // namespace

std::span<const Rule> setting_rules() { return rows; }

}  // namespace tokenshift::checks
