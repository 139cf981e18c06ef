// SPDX-License-Identifier: Apache-2.0
// What a database and an upgrade say about the past: TS320 and TS321.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::checks {
namespace {

using apim::Optimization;

void used_but_off(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.facts == nullptr || !subject.now.node.issues_tokens) return;
  const Optimization now = subject.now.feature.optimization;
  if (now != Optimization::off) return;
  const auto* database = database_of(subject, rule, sheet);
  const auto* signs = database == nullptr ? nullptr : look(database->signs_of_use, rule, sheet);
  if (signs == nullptr || signs->empty()) return;
  sheet.add(
      rule, deciding_place(subject.now), "use",
      fmt::format("{} shows that servers ran with the optimization on ({}), but the file says "
                  "off: {}",
                  printable(database->name), fmt::join(*signs, ", "), subject.now.feature.why));
}

// From 4.7 on a refresh token says of itself what it is, which those of before do not (reference
// database.md §6.7).
void upgrade_rejects_tokens(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (subject.before == nullptr || !subject.before->is_on() || !subject.now.is_on()) return;
  const auto& before = subject.before->deployment.version;
  if (!before || *before >= apim::first_with_default_on) return;
  sheet.add(
      rule, deciding_place(subject.now), "upgrade",
      fmt::format("refresh tokens that {} issued are rejected by {}: their users log in again",
                  to_string(*before), to_string(*subject.now.deployment.version)));
}

constexpr auto rows = std::to_array<Rule>({
    {.id = "TS320",
     .severity = Severity::error,
     .title = "a database that shows use of the optimization, and a file that says off",
     .why = lost_tokens,
     .action = "restore oauth.token_persistence.enable = false: tokenshift config enable",
     .reference = vendor_page,
     .check = used_but_off,
     .irreversible = true},
    {.id = "TS321",
     .severity = Severity::warning,
     .title = "an upgrade to 4.7 with the optimization on",
     .why = "4.7 wants a header in refresh tokens that those of 4.3 to 4.6 do not have",
     .action = "tell users and client developers that everybody logs in again after the upgrade",
     .reference = "apim-km-wso2is 1.8.6",
     .check = upgrade_rejects_tokens,
     .from = apim::first_with_default_on},
});

}  // namespace

std::span<const Rule> use_rules() { return rows; }

}  // namespace tokenshift::checks
