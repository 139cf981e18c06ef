// SPDX-License-Identifier: Apache-2.0
#include "../../src/report/line_changes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <rapidcheck.h>
#include <string>

namespace tokenshift::report {
namespace {

// Lines as numbers: easy to make and to shrink.
using Lines = std::vector<std::uint32_t>;

std::vector<std::string> texts_of(const Lines& lines) {
  std::vector<std::string> texts;
  for (const std::uint32_t line : lines) texts.push_back(std::to_string(line));
  return texts;
}

LineChanges changes_of(const Lines& before, const Lines& after) {
  const std::vector<std::string> old_texts = texts_of(before);
  const std::vector<std::string> new_texts = texts_of(after);
  return line_changes(std::vector<std::string_view>(old_texts.begin(), old_texts.end()),
                      std::vector<std::string_view>(new_texts.begin(), new_texts.end()));
}

Lines kept(const Lines& lines, const std::vector<bool>& gone) {
  Lines rest;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!gone[i]) rest.push_back(lines[i]);
  }
  return rest;
}

// The length of the longest common subsequence, by the textbook's table.
std::size_t longest_common(const Lines& a, const Lines& b) {
  std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      best[i + 1][j + 1] = a[i] == b[j] ? best[i][j] + 1 : std::max(best[i][j + 1], best[i + 1][j]);
    }
  }
  return best[a.size()][b.size()];
}

TEST_CASE("the lines that stay are a longest common subsequence") {
  CHECK(rc::check("as the textbook", [] {
    const auto few = rc::gen::container<Lines>(rc::gen::inRange<std::uint32_t>(0, 5));
    const Lines before = *few;
    const Lines after = *few;
    const LineChanges changes = changes_of(before, after);
    const Lines rest = kept(before, changes.removed);
    RC_ASSERT(rest == kept(after, changes.added));
    RC_ASSERT(rest.size() == longest_common(before, after));
  }));
}

TEST_CASE("texts without a common line, however long, are one change each, in little time") {
  Lines before(200'000);
  Lines after(200'000);
  std::iota(before.begin(), before.end(), 0U);
  std::iota(after.begin(), after.end(), 1'000'000U);
  after[100'000] = 50;
  const LineChanges changes = changes_of(before, after);
  CHECK(kept(before, changes.removed) == kept(after, changes.added));
}

TEST_CASE("a few changes in a long text are found as they are") {
  Lines before(100'000);
  std::iota(before.begin(), before.end(), 0U);
  Lines after = before;
  after[10] = 1'000'000;
  after.erase(after.begin() + 50'000);
  after.insert(after.begin() + 90'000, 1'000'001);
  const LineChanges changes = changes_of(before, after);
  CHECK(std::ranges::count(changes.removed, true) == 2);
  CHECK(std::ranges::count(changes.added, true) == 2);
}

}  // namespace
}  // namespace tokenshift::report
