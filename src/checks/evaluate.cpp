// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/evaluate.hpp"

#include "tokenshift/crypto/digest.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace tokenshift::checks {
namespace {

// Of an unknown version only that is checked which holds for every version with the feature.
bool applies(const Rule& rule, const std::optional<apim::Version>& version) {
  if (!version) return !rule.until && (!rule.from || *rule.from <= apim::first_with_feature);
  return (!rule.from || *rule.from <= *version) && (!rule.until || *version <= *rule.until);
}

bool can_look(const Rule& rule, const Subject& subject) {
  if (subject.now.gone && rule.scope() != Scope::transition) return false;
  if (rule.scope() == Scope::text) return true;
  if (!subject.now.linted.readable) return false;
  return rule.scope() == Scope::setting || subject.before != nullptr || subject.seal != nullptr;
}

void decide(const Subject& subject, const std::string& ticket, Hit& hit) {
  if (hit.rule->irreversible) {
    if (ticket.empty()) return;
    hit.fate = Fate::accepted;
    hit.excuse = ticket;
    return;
  }
  for (const Suppression& suppression : subject.now.suppressions) {
    const bool counts = suppression.problem.empty() && subject.time < suppression.until;
    if (!counts || std::ranges::find(suppression.ids, hit.rule->id) == suppression.ids.end()) {
      continue;
    }
    hit.fate = Fate::ignored;
    hit.excuse = suppression.reason;
  }
}

}  // namespace

std::string_view to_string(Fate fate) {
  static constexpr std::array<std::string_view, 3> names{"open", "ignored", "accepted"};
  return names.at(static_cast<std::size_t>(fate));
}

std::vector<Hit> evaluate(const Subject& subject, const std::string& ticket) {
  Sheet sheet;
  for (const Rule& rule : rules()) {
    if (!applies(rule, subject.now.deployment.version) || !can_look(rule, subject)) continue;
    rule.check(subject, rule, sheet);
  }
  std::vector<Hit> hits;
  std::map<std::string, int> seen;
  for (const Note& note : sheet.notes()) {
    const std::string what =
        fmt::format("{}\n{}\n{}", note.rule->id, note.location.path, note.about);
    Hit hit{
        .rule = note.rule,
        .finding = {.severity = note.rule->severity,
                    .id = std::string(note.rule->id),
                    .message = note.message,
                    .hint = note.hint.empty() ? std::string(note.rule->action) : note.hint,
                    .location = note.location},
        .fingerprint = crypto::sha256_hex(fmt::format("{}\n{}", what, seen[what]++)).substr(0, 32)};
    decide(subject, ticket, hit);
    hits.push_back(std::move(hit));
  }
  std::ranges::stable_sort(hits, {}, [](const Hit& hit) {
    return std::pair(hit.finding.location.line > 0, hit.finding.location.offset);
  });
  return hits;
}

}  // namespace tokenshift::checks
