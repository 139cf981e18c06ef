// SPDX-License-Identifier: Apache-2.0
#include "diagnosis_text.hpp"

#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tokenshift::cli {
namespace {

using checks::Hit;

struct Heading {
  Concern concern;
  std::string_view before;  // while the optimization is not on
  std::string_view after;
  Tone tone;
};
constexpr std::array headings{
    Heading{Concern::will_break, "will break", "broken", Tone::bad},
    Heading{Concern::will_change, "will change", "wants a look", Tone::warn},
    Heading{Concern::good_to_know, "good to know", "good to know", Tone::strong},
};

std::string hit_text(const Program& program, const Diagnosis& diagnosis, const Hit& hit,
                     const Where& where) {
  const std::string place = hit.finding.location.line > 0
                                ? printable(to_string(hit.finding.location)) + ": "
                                : std::string();
  return fmt::format("  {}  {}{}\n         because {}\n         fix: {}\n",
                     program.paint_out(Tone::strong, hit.rule->id), place, hit.finding.message,
                     hit.rule->why, fix_of(diagnosis, hit, where));
}

// Good news, as far as it is known and more than "nothing was found".
std::vector<std::string> good_news(const Diagnosis& diagnosis) {
  std::vector<std::string> lines;
  const auto& database = diagnosis.facts.database.value;
  if (database && database->clients.value) {
    const survey::Clients& clients = *database->clients.value;
    if (clients.to_convert == 0 && clients.blocking == 0) {
      lines.push_back(
          fmt::format("all of {} are JWT or exempt", counted(clients.census.total(), "client")));
    }
  }
  const auto& home = diagnosis.facts.home.value;
  if (home && home->shipped_key.value && home->shipped_key.value->empty()) {
    lines.emplace_back("tokens are signed with a key of the deployment's own");
  }
  if (const auto& speed = diagnosis.facts.host.signing.value) {
    std::string line =
        fmt::format("this host makes {} signatures per second with the {} key ({} on each of {})",
                    with_thousands(static_cast<std::int64_t>(speed->capacity())), speed->key,
                    with_thousands(static_cast<std::int64_t>(speed->per_second)),
                    counted(speed->processors, "processor"));
    if (database && database->busiest.value) {
      const survey::BusiestMinute& minute = *database->busiest.value;
      line += fmt::format("; the busiest minute in the table of tokens issued {} and {}",
                          counted(minute.tokens, "access token"),
                          counted(minute.refresh_tokens, "refresh token"));
    }
    lines.push_back(std::move(line));
  }
  lines.push_back(
      fmt::format("{} found nothing",
                  counted(static_cast<std::int64_t>(diagnosis.examined.clean.size()), "rule")));
  return lines;
}

// The same reason is said once, with all rules that it stopped.
std::string unchecked_text(const Diagnosis& diagnosis) {
  std::vector<std::pair<std::string, std::string>> reasons;
  for (const checks::Unchecked& one : diagnosis.examined.unchecked) {
    auto found = std::ranges::find(reasons, one.why, &std::pair<std::string, std::string>::first);
    if (found == reasons.end()) found = reasons.insert(reasons.end(), {one.why, ""});
    found->second += fmt::format("{}{}", found->second.empty() ? "" : " ", one.rule->id);
  }
  std::string text;
  for (const auto& [why, rules] : reasons) {
    text += fmt::format("  {}\n         {}\n", printable(why), rules);
  }
  return text;
}

report::Node number_or_null(std::size_t number) {
  return number == 0 ? report::Node() : report::Node(static_cast<std::int64_t>(number));
}

report::Node::Object hit_node(const Diagnosis& diagnosis, const Hit& hit, const Where& where) {
  const auto text = [](std::string_view view) { return report::Node(std::string(view)); };
  return {{"concern", text(to_string(diagnosis.concern_of(hit)))},
          {"id", hit.finding.id},
          {"severity", text(to_string(hit.finding.severity))},
          {"message", hit.finding.message},
          {"why", text(hit.rule->why)},
          {"fix", fix_of(diagnosis, hit, where)},
          {"file", hit.finding.location.path},
          {"line", number_or_null(hit.finding.location.line)},
          {"column", number_or_null(hit.finding.location.column)},
          {"fate", text(to_string(hit.fate))},
          {"excuse", hit.excuse.empty() ? report::Node() : report::Node(hit.excuse)}};
}

}  // namespace

std::string diagnosis_text(const Program& program, const Diagnosis& diagnosis, const Where& where) {
  std::string text;
  for (const Heading& heading : headings) {
    const auto hits = diagnosis.hits_of(heading.concern);
    if (hits.empty()) continue;
    text += fmt::format(
        "{} ({})\n",
        program.paint_out(heading.tone, diagnosis.on() ? heading.after : heading.before),
        hits.size());
    for (const Hit* hit : hits) text += hit_text(program, diagnosis, *hit, where);
    text += '\n';
  }
  text += program.paint_out(Tone::good, "ready") + "\n";
  for (const std::string& line : good_news(diagnosis)) text += "  " + line + "\n";
  if (!diagnosis.examined.unchecked.empty()) {
    text += fmt::format("\n{}\n{}", program.paint_out(Tone::faint, "not checked"),
                        unchecked_text(diagnosis));
  }
  return text;
}

report::Node::Object diagnosis_node(const Diagnosis& diagnosis, const Where& where) {
  report::Node::List findings;
  for (const Hit& hit : diagnosis.examined.hits) {
    findings.emplace_back(hit_node(diagnosis, hit, where));
  }
  report::Node::List unchecked;
  for (const checks::Unchecked& one : diagnosis.examined.unchecked) {
    unchecked.emplace_back(
        report::Node::Object{{"id", std::string(one.rule->id)}, {"why", one.why}});
  }
  report::Node::List clean;
  for (const checks::Rule* rule : diagnosis.examined.clean) {
    clean.emplace_back(std::string(rule->id));
  }
  const auto& version = diagnosis.now.deployment.version;
  return {{"version", version ? report::Node(to_string(*version)) : report::Node()},
          {"optimization", std::string(to_string(diagnosis.now.feature.optimization))},
          {"ready", diagnosis.hits_of(Concern::will_break).empty()},
          {"findings", std::move(findings)},
          {"unchecked", std::move(unchecked)},
          {"clean", std::move(clean)}};
}

}  // namespace tokenshift::cli
