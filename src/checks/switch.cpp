// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/switch.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>

namespace tokenshift::checks {
namespace {

constexpr std::size_t most_cells = 4'000'000;

// The place before the switch; the file as a whole where the line is not there yet.
Location place_before(const State& now, const std::vector<std::ptrdiff_t>& lines,
                      const Location& after) {
  Location before{.path = after.path};
  if (after.line == 0 || after.path != now.deployment.document->name()) return after;
  if (after.line > lines.size() || lines[after.line - 1] < 0) return before;
  before.line = static_cast<std::size_t>(lines[after.line - 1]) + 1;
  before.column = after.column;
  const std::string& text = now.deployment.document->text();
  std::size_t start = 0;
  for (std::size_t line = 1; line < before.line; ++line) start = text.find('\n', start) + 1;
  // Columns count characters; a value's line is nearly always ASCII.
  before.offset = std::min(start + after.column - 1, text.size());
  return before;
}

}  // namespace

std::vector<std::ptrdiff_t> lines_of_before(std::string_view before, std::string_view after) {
  const std::vector<std::string> old_lines = split(before, '\n');
  const std::vector<std::string> new_lines = split(after, '\n');
  const std::size_t rows = old_lines.size();
  const std::size_t columns = new_lines.size();
  std::vector<std::ptrdiff_t> result(columns, -1);
  if (rows * columns > most_cells) return result;
  // The longest common subsequence: lengths[i][j] is that of the rests from i and j on.
  std::vector<std::vector<std::uint32_t>> lengths(rows + 1,
                                                  std::vector<std::uint32_t>(columns + 1, 0));
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      lengths[i][j] = old_lines[i] == new_lines[j] ? lengths[i + 1][j + 1] + 1
                                                   : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
    if (old_lines[i] == new_lines[j]) {
      result[j++] = static_cast<std::ptrdiff_t>(i++);
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return result;
}

Examined examine_switch(const Switch& before) {
  Examined present = examine({.now = before.now, .time = before.time, .facts = &before.facts}, {});
  const std::string& text = before.now.deployment.document->text();
  if (!before.now.linted.readable || before.after == text) return present;
  const State planned =
      state_of(before.after, before.now.deployment.document->name(), before.now.deployment);
  Examined examined = examine({.now = planned, .time = before.time, .facts = &before.facts}, {});
  const auto lines = lines_of_before(text, before.after);
  for (Hit& hit : examined.hits) {
    hit.finding.location = place_before(before.now, lines, hit.finding.location);
  }
  // What would be lost shows in the file as it is.
  const auto is_transition = [](const Rule* rule) { return rule->scope() == Scope::transition; };
  for (const Hit& hit : present.hits) {
    if (!is_transition(hit.rule)) continue;
    examined.hits.insert(examined.hits.begin(), hit);
    std::erase(examined.clean, hit.rule);
  }
  return examined;
}

}  // namespace tokenshift::checks
