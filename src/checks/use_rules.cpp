// SPDX-License-Identifier: Apache-2.0
// What database, home and an upgrade say about the past: TS320 to TS322.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::checks {
namespace {

using apim::Optimization;

// What shows use while the file says off is told of the place and its signs.
void tell_use(const Subject& subject, const Rule& rule, Sheet& sheet, const std::string& place,
              const std::vector<std::string>& signs) {
  if (signs.empty()) return;
  sheet.add(rule, deciding_place(subject.now), "use",
            fmt::format("{} shows that servers ran with the optimization on ({}), but the file "
                        "says off: {}",
                        printable(place), fmt::join(signs, ", "), reason_of(subject.now)));
}

bool may_be_reverted(const Subject& subject) {
  return subject.facts != nullptr && subject.now.node.issues_tokens &&
         subject.now.feature.optimization == Optimization::off;
}

void database_shows_use(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (!may_be_reverted(subject)) return;
  const auto* database = database_of(subject, rule, sheet);
  const auto* signs = database == nullptr ? nullptr : look(database->signs_of_use, rule, sheet);
  if (signs != nullptr) tell_use(subject, rule, sheet, database->name, *signs);
}

void home_shows_use(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (!may_be_reverted(subject)) return;
  const auto* home = home_of(subject, rule, sheet);
  const auto* signs = home == nullptr ? nullptr : look(home->signs_of_use, rule, sheet);
  if (signs != nullptr) tell_use(subject, rule, sheet, home->path, *signs);
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
     .check = database_shows_use,
     .irreversible = true},
    {.id = "TS321",
     .severity = Severity::warning,
     .title = "an upgrade to 4.7 with the optimization on",
     .why = "4.7 wants a header in refresh tokens that those of 4.3 to 4.6 do not have",
     .action = "tell users and client developers that everybody logs in again after the upgrade",
     .reference = "apim-km-wso2is 1.8.6",
     .check = upgrade_rejects_tokens,
     .from = apim::first_with_default_on},
    {.id = "TS322",
     .severity = Severity::error,
     .title = "a home that shows use of the optimization, and a file that says off",
     .why = lost_tokens,
     .action = "restore oauth.token_persistence.enable = false: tokenshift config enable",
     .reference = vendor_page,
     .check = home_shows_use,
     .irreversible = true},
});

}  // namespace

std::span<const Rule> use_rules() { return rows; }

}  // namespace tokenshift::checks
