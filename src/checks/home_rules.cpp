// SPDX-License-Identifier: Apache-2.0
// What lies in the home besides deployment.toml: TS501 to TS508. Facts: reference
// token-persistence, deployment-toml.md §1.4, §2.5 and §4.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::checks {
namespace {

using survey::Descent;
using survey::IssuerClass;

Location place_of(const survey::HomeFacts& home) { return {.path = home.path}; }

// The line of the issuer where it is the one of JWT.
Location place_of(const Subject& subject, const survey::HomeFacts& home,
                  const IssuerClass& issuer) {
  const Location& line = subject.now.feature.jwt_issuer.location;
  return issuer.token_type == "JWT" && line.line > 0 ? line : place_of(home);
}

void issuers(const Subject& subject, const Rule& rule, Sheet& sheet, Descent descent,
             const std::function<std::string(const IssuerClass&)>& message) {
  const auto* home = home_of(subject, rule, sheet);
  const auto* classes = home == nullptr ? nullptr : look(home->issuers, rule, sheet);
  if (classes == nullptr) return;
  for (const IssuerClass& issuer : *classes) {
    if (issuer.descent != descent) continue;
    sheet.add(rule, place_of(subject, *home, issuer), issuer.token_type, message(issuer));
  }
}

void wrong_superclass(const Subject& subject, const Rule& rule, Sheet& sheet) {
  issuers(subject, rule, sheet, Descent::does_not, [](const IssuerClass& issuer) {
    return fmt::format("{}, the issuer of {}, does not extend {}: its superclasses are {}",
                       printable(issuer.name), printable(issuer.token_type), apim::extended_issuer,
                       issuer.chain.size() < 2
                           ? "API-M's own"
                           : printable(fmt::format("{}", fmt::join(issuer.chain.begin() + 1,
                                                                   issuer.chain.end(), ", "))));
  });
}

void class_not_found(const Subject& subject, const Rule& rule, Sheet& sheet) {
  issuers(subject, rule, sheet, Descent::incomplete, [](const IssuerClass& issuer) {
    return fmt::format("{}, which the issuer of {} needs, is in none of the {} jars of the home",
                       printable(issuer.chain.back()), printable(issuer.token_type),
                       issuer.archives);
  });
}

void restart_pending(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* home = home_of(subject, rule, sheet);
  const auto* pending = home == nullptr ? nullptr : look(home->restart_pending, rule, sheet);
  if (pending == nullptr || !*pending) return;
  sheet.add(rule, place_of(*home), "restart",
            "deployment.toml was changed after the server started last");
}

void replaced(const Subject& subject, const Rule& rule, Sheet& sheet, bool always) {
  if (!subject.now.is_on()) return;
  const auto* home = home_of(subject, rule, sheet);
  const auto* files = home == nullptr ? nullptr : look(home->replacements, rule, sheet);
  if (files == nullptr) return;
  for (const survey::Replacement& file : *files) {
    if (file.always != always || file.optimization == "on") continue;
    const std::string says =
        file.optimization == "unreadable"
            ? std::string("that no server can read")
            : fmt::format("in which the optimization is {}", file.optimization);
    sheet.add(
        rule, {.path = file.path}, file.by,
        fmt::format("{} puts a file in the place of deployment.toml {}", printable(file.by), says));
  }
}
void profile_script(const Subject& subject, const Rule& rule, Sheet& sheet) {
  replaced(subject, rule, sheet, false);
}
void entry_point(const Subject& subject, const Rule& rule, Sheet& sheet) {
  replaced(subject, rule, sheet, true);
}

void shipped_key(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* home = home_of(subject, rule, sheet);
  const auto* version = home == nullptr ? nullptr : look(home->shipped_key, rule, sheet);
  if (version == nullptr || version->empty()) return;
  sheet.add(rule, place_of(*home), "key",
            fmt::format("tokens are signed with the key that API-M {} ships", *version));
}

void nodes_disagree(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* home = home_of(subject, rule, sheet);
  const auto* clauses = home == nullptr ? nullptr : look(home->disagreements, rule, sheet);
  if (clauses == nullptr) return;
  for (const std::string& clause : *clauses) {
    sheet.add(rule, place_of(*home), clause.substr(0, clause.find(':')), clause);
  }
}

void no_switch(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto& problem = subject.facts->switch_problem;
  if (!problem) return;
  sheet.add(rule, {.path = subject.now.deployment.toml_path.string()}, "switch", problem->message,
            problem->hint);
}

constexpr Severity error = Severity::error;
constexpr Severity warning = Severity::warning;
constexpr Severity note = Severity::note;
constexpr auto since = apim::first_with_feature;

constexpr auto rows = std::to_array<Rule>({
    {"TS501", error, "an issuer of your own that does not extend ExtendedJWTTokenIssuer",
     "its tokens lack the claims that the optimization needs, and every refresh fails",
     "let the class extend ExtendedJWTTokenIssuer, or configure that one", vendor_page,
     wrong_superclass, since},
    {"TS502", warning, "an issuer of your own that is in no jar of the home",
     "whether it extends ExtendedJWTTokenIssuer cannot be told, or the server cannot load it",
     "put its jar into repository/components/dropins", vendor_page, class_not_found, since},
    {"TS503", note, "a deployment.toml that no server has read yet",
     "what it says counts from the next start on", "restart the server when it is meant",
     "WSO2 config-mapper", restart_pending},
    {"TS504", warning, "a profile script that would turn the optimization back",
     "it copies a template of the pack over deployment.toml",
     "run it with --skipConfigOptimization, or set the keys in the template, too",
     "profileSetup.sh of API-M", profile_script, since},
    {"TS505", error, "a volume that turns the optimization back at each start",
     "the entry point of the container copies it over the home", "set the keys in that file, too",
     "docker-apim, docker-entrypoint.sh", entry_point, since},
    {"TS506", warning, "the key that ships with API-M",
     "everybody has it, so everybody can sign tokens, and no database is asked about them",
     "make a key of your own and name it in [keystore.primary]", "docs of API-M, key stores",
     shipped_key},
    {"TS507", error, "nodes that disagree", "a token that one node issues is refused by the other",
     "make the nodes alike", vendor_page, nodes_disagree, since},
    {"TS508", error, "a deployment.toml into which the switch cannot be written",
     "the keys cannot be set without changing something else",
     "set the keys by hand: tokenshift config diff shows which", "tokenshift config enable --help",
     no_switch, since},
});

}  // namespace

std::span<const Rule> home_rules() { return rows; }

}  // namespace tokenshift::checks
