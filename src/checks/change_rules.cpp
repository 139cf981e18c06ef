// SPDX-License-Identifier: Apache-2.0
// What every switch changes, whatever the deployment: TS701 to TS704. Facts: reference
// token-persistence.
#include "sheet.hpp"

#include <array>

namespace tokenshift::checks {
namespace {

void tell(const Subject& subject, const Rule& rule, Sheet& sheet, std::string message) {
  if (!subject.facts->switching) return;
  sheet.add(rule, {.path = subject.now.deployment.toml_path.string()}, "switch",
            std::move(message));
}

void no_way_back(const Subject& subject, const Rule& rule, Sheet& sheet) {
  tell(subject, rule, sheet,
       "once a server has run with the optimization on, it cannot be switched off again");
}

void logout(const Subject& subject, const Rule& rule, Sheet& sheet) {
  tell(subject, rule, sheet, "logging out of a portal revokes no token any more");
}

void new_pairs(const Subject& subject, const Rule& rule, Sheet& sheet) {
  tell(subject, rule, sheet,
       "each request for a token gets a new access and a new refresh token, never one that was "
       "given out before");
}

void old_pairs(const Subject& subject, const Rule& rule, Sheet& sheet) {
  tell(subject, rule, sheet,
       "a new token no longer revokes the one of the same client, user and scopes");
}

constexpr auto since = apim::first_with_feature;

constexpr auto rows = std::to_array<Rule>({
    {"TS701", Severity::warning, "a switch without a way back", lost_tokens,
     "try it on a copy first: tokenshift lab create", vendor_page, no_way_back, since},
    {"TS702", Severity::warning, "a logout that revokes nothing",
     "whoever has a token of a session can use it until it expires",
     "keep the tokens of the portals short-lived", vendor_page, logout, since},
    {"TS703", Severity::note, "a new pair of tokens with each request",
     "clients that ask for a token with each call now cost two signatures a call",
     "tell their owners to keep a token until it expires", vendor_page, new_pairs, since},
    {"TS704", Severity::note, "several living tokens of one client and user",
     "with opaque tokens there was one at a time", "revoke tokens that must not be used any more",
     vendor_page, old_pairs, since},
});

}  // namespace

std::span<const Rule> change_rules() { return rows; }

}  // namespace tokenshift::checks
