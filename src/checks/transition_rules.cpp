// SPDX-License-Identifier: Apache-2.0
// What must not change once the optimization was on: TS301 to TS308.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::checks {
namespace {

using apim::Optimization;
using apim::Source;

bool stays_on(const State& state) { return state.feature.optimization == Optimization::on; }

void switched_off(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.before == nullptr || !subject.before->is_on()) return;
  const Optimization now = subject.now.feature.optimization;
  if (now != Optimization::off && now != Optimization::absent) return;
  sheet.add(rule, deciding_place(subject.now), std::string(persistence_key),
            fmt::format("the optimization was on and would be off: {}", reason_of(subject.now)));
}

void left_open(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const bool was_on =
      (subject.before != nullptr && subject.before->is_on()) || subject.seal != nullptr;
  if (!was_on || subject.now.feature.optimization != Optimization::undecidable) return;
  sheet.add(rule, deciding_place(subject.now), std::string(persistence_key),
            fmt::format("the optimization was on, and whether it still would be cannot be told: {}",
                        reason_of(subject.now)));
}

// As much of the issuer as can be known.
std::string issuer_of(const State& state) {
  const apim::JwtIssuer& jwt = state.feature.jwt_issuer;
  return jwt.open.empty() ? jwt.issuer : jwt.open;
}

void issuer_changed(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.before == nullptr || !subject.before->is_on() || !stays_on(subject.now)) return;
  const std::string before = issuer_of(*subject.before);
  const std::string now = issuer_of(subject.now);
  // From nothing that works to what does is a repair.
  if (now == before || (now == apim::extended_issuer && before == apim::plain_jwt_issuer)) return;
  const Location place = subject.now.feature.jwt_issuer.location;
  sheet.add(rule,
            place.line > 0 ? place : nearest_place(subject.now, "oauth.extensions.token_types.x"),
            std::string(issuer_key),
            fmt::format("JWTs were issued by {} and would be by {}", printable(before),
                        now.empty() ? "no class" : printable(now)));
}

void seal_says_on(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.seal == nullptr) return;
  const Optimization now = subject.now.feature.optimization;
  if (now != Optimization::off && now != Optimization::absent) return;
  sheet.add(rule, deciding_place(subject.now), "seal",
            fmt::format("the seal of {} from {} says on, but it would be off: {}",
                        printable(subject.seal->deployment), to_rfc3339(subject.seal->sealed_at),
                        reason_of(subject.now)));
}

void seal_has_other_issuer(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.seal == nullptr || !stays_on(subject.now)) return;
  const std::string now = issuer_of(subject.now);
  if (now == subject.seal->jwt_issuer) return;
  const Location place = subject.now.feature.jwt_issuer.location;
  sheet.add(rule,
            place.line > 0 ? place : nearest_place(subject.now, "oauth.extensions.token_types.x"),
            "seal",
            fmt::format("the seal of {} names the issuer {}, the file {}",
                        printable(subject.seal->deployment), printable(subject.seal->jwt_issuer),
                        now.empty() ? "no class" : printable(now)));
}

void switched_on_by_upgrade(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.before == nullptr || !subject.now.is_on()) return;
  if (subject.before->feature.optimization == Optimization::on) return;
  if (setting(subject.now, persistence_key).source == Source::file) return;
  if (!subject.before->deployment.version) return;
  sheet.add(rule, nearest_place(subject.now, persistence_key), std::string(persistence_key),
            fmt::format("the optimization was {} with {} and would be on by the default of {}",
                        to_string(subject.before->feature.optimization),
                        to_string(*subject.before->deployment.version),
                        to_string(*subject.now.deployment.version)));
}

void off_after_something_unknown(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.before == nullptr || subject.before->is_on()) return;
  const Optimization now = subject.now.feature.optimization;
  if (now != Optimization::off && now != Optimization::absent) return;
  const State& before = *subject.before;
  const bool undecidable = before.feature.optimization == Optimization::undecidable;
  if (before.linted.readable && !undecidable) return;
  sheet.add(
      rule, deciding_place(subject.now), std::string(persistence_key),
      fmt::format("the optimization would be off, and whether it was on cannot be told: {}",
                  before.linted.readable ? before.feature.why : "what was before cannot be read"));
}

void rests_on_default(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.before == nullptr || !subject.before->is_on() || !subject.now.is_on()) return;
  if (setting(*subject.before, persistence_key).source != Source::file) return;
  if (setting(subject.now, persistence_key).source == Source::file) return;
  sheet.add(rule, nearest_place(subject.now, persistence_key), std::string(persistence_key),
            fmt::format("the optimization stays on by the default of {} alone",
                        to_string(*subject.now.deployment.version)));
}

constexpr Severity error = Severity::error;

constexpr auto rows = std::to_array<Rule>({
    {.id = "TS301",
     .severity = error,
     .title = "the optimization switched off",
     .why = lost_tokens,
     .action = "restore oauth.token_persistence.enable = false: tokenshift config enable",
     .reference = vendor_page,
     .check = switched_off,
     .irreversible = true},
    {.id = "TS302",
     .severity = error,
     .title = "the optimization left to something outside of the file",
     .why = "if that says off, every token issued while it was on becomes invalid",
     .action = "write oauth.token_persistence.enable = false, or name the version of API-M",
     .reference = vendor_page,
     .check = left_open,
     .irreversible = true},
    {.id = "TS303",
     .severity = error,
     .title = "another issuer for JWT while the optimization is on",
     .why = "tokens without the claims that the optimization needs can be neither refreshed nor "
            "revoked",
     .action = "restore the entry of [[oauth.extensions.token_types]] with name = \"JWT\"",
     .reference = vendor_page,
     .check = issuer_changed,
     .irreversible = true},
    {.id = "TS304",
     .severity = error,
     .title = "a seal that says on, and a file that says off",
     .why = lost_tokens,
     .action = "restore oauth.token_persistence.enable = false: tokenshift config enable",
     .reference = vendor_page,
     .check = seal_says_on,
     .irreversible = true},
    {.id = "TS305",
     .severity = error,
     .title = "another issuer for JWT than in the seal",
     .why = "tokens without the claims that the optimization needs can be neither refreshed nor "
            "revoked",
     .action = "restore the issuer, or make a new seal",
     .reference = vendor_page,
     .check = seal_has_other_issuer,
     .irreversible = true},
    {.id = "TS306",
     .severity = Severity::warning,
     .title = "the optimization switched on by an upgrade",
     .why = "4.7 has it on by default, and there is no way back once tokens were issued",
     .action = "decide: keep it and prepare the clients, or set both keys to true",
     .reference = "product-apim 4.7.0, default.json; api-manager#4936",
     .check = switched_on_by_upgrade,
     .from = apim::first_with_default_on},
    {.id = "TS307",
     .severity = error,
     .title = "the optimization off after something that nobody can read",
     .why = "a file that is encrypted, broken or filled in elsewhere may have had it on, and then "
            "every token issued since becomes invalid",
     .action = "compare with a file or a seal that tells, or name the version of API-M",
     .reference = vendor_page,
     .check = off_after_something_unknown,
     .irreversible = true},
    {.id = "TS308",
     .severity = Severity::note,
     .title = "the key of the optimization gone, where the default says the same",
     .why = "another version, or a pack with another default.json, would switch it off",
     .action = "keep oauth.token_persistence.enable = false in the file",
     .reference = "product-apim 4.7.0, default.json",
     .check = rests_on_default,
     .from = apim::first_with_default_on},
});

}  // namespace

std::span<const Rule> transition_rules() { return rows; }

}  // namespace tokenshift::checks
