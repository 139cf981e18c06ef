// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/config/lint.hpp"

#include "tokenshift/apim/foreign_source.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::config {
namespace {

// One walk for all rules: what it costs is mostly the walk itself.
std::vector<Mark> marks_of(const toml::Reading& reading) {
  Sheet sheet(reading.document);
  reading.document.walk([&sheet](const toml::Name& name) {
    for (const LintRule& rule : lint_rules()) {
      if (rule.look == nullptr) continue;
      sheet.begin_rule(rule);
      rule.look(name, sheet);
    }
  });
  for (const LintRule& rule : lint_rules()) {
    // What is missing cannot be told of a file that was read in part.
    if (rule.conclude == nullptr || !reading.problems.empty()) continue;
    sheet.begin_rule(rule);
    rule.conclude(sheet);
  }
  std::vector<Mark> marks = sheet.marks();
  std::ranges::stable_sort(marks, {}, &Mark::place);
  if (marks.size() > max_findings) marks.resize(max_findings);
  return marks;
}

void add_marks(const toml::Reading& reading, std::vector<Finding>& findings) {
  const std::vector<Mark> marks = marks_of(reading);
  std::vector<std::size_t> places;
  places.reserve(marks.size());
  for (const Mark& mark : marks) places.push_back(mark.place);
  const std::vector<Location> locations = reading.document.locate(places);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    findings.push_back({.severity = marks[i].rule->severity,
                        .id = std::string(marks[i].rule->id),
                        .message = marks[i].message,
                        .hint = marks[i].hint,
                        .location = locations[i]});
  }
}

// Says how much was not looked at, unless it is nothing.
void add_rest(const toml::Reading& reading, std::vector<Finding>& findings) {
  const Finding& last = reading.problems.back();
  const std::string_view rest =
      std::string_view(reading.document.text()).substr(last.location.offset);
  const std::size_t line_end = rest.find('\n');
  if (line_end == std::string_view::npos || line_end + 1 == rest.size()) return;
  findings.push_back(
      {.severity = Severity::note,
       .id = "rest-not-read",
       .message = fmt::format("what follows line {} was not read", last.location.line),
       .hint = "run again when the error is repaired",
       .location = last.location});
}

}  // namespace

void Sheet::mark(std::size_t place, std::string message, std::string hint) {
  // Sorting comes later; so that no file can fill the memory, not everything is kept until then.
  if (marks_.size() >= 2 * max_findings) return;
  marks_.push_back({rule_, place, std::move(message), std::move(hint)});
}

std::string Sheet::line(std::size_t place) const {
  return fmt::format("line {}", document_.line_of(place));
}

Linted lint(const toml::Reading& reading) {
  const toml::Document& document = reading.document;
  if (!reading.problems.empty()) {
    if (const auto foreign = apim::foreign_source(document.text(), document.name())) {
      return {.findings = {foreign->finding}, .readable = false};
    }
  }
  Linted linted{.findings = reading.problems, .readable = reading.problems.empty()};
  if (!reading.complete) add_rest(reading, linted.findings);
  add_marks(reading, linted.findings);
  std::ranges::stable_sort(linted.findings, {},
                           [](const Finding& finding) { return finding.location.offset; });
  return linted;
}

}  // namespace tokenshift::config
