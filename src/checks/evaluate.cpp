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
  const Scope scope = rule.scope();
  if (subject.now.gone && scope != Scope::transition) return false;
  if (scope == Scope::text) return true;
  if (!subject.now.linted.readable) return false;
  if (scope == Scope::setting || subject.facts != nullptr) return true;
  return scope == Scope::transition && (subject.before != nullptr || subject.seal != nullptr);
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

namespace {

std::vector<Hit> hits_of(const Sheet& sheet, const Subject& subject, const std::string& ticket) {
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

}  // namespace

Examined examine(const Subject& subject, const std::string& ticket) {
  Sheet sheet;
  Examined examined;
  for (const Rule& rule : rules()) {
    if (!applies(rule, subject.now.deployment.version) || !can_look(rule, subject)) continue;
    const std::size_t notes = sheet.notes().size();
    const std::size_t skipped = sheet.skipped().size();
    rule.check(subject, rule, sheet);
    const bool silent = sheet.notes().size() == notes && sheet.skipped().size() == skipped;
    if (silent) examined.clean.push_back(&rule);
  }
  examined.hits = hits_of(sheet, subject, ticket);
  for (const Skipped& one : sheet.skipped()) examined.unchecked.push_back({one.rule, one.why});
  return examined;
}

std::vector<Hit> evaluate(const Subject& subject, const std::string& ticket) {
  return examine(subject, ticket).hits;
}

}  // namespace tokenshift::checks
