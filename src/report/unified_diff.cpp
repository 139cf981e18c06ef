// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/report/unified_diff.hpp"

#include "tokenshift/base/text.hpp"

#include "line_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tokenshift::report {
namespace {

constexpr std::size_t context = 3;

// Lines with their line ends; only the last may have none.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  lines.reserve(static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// What two texts share at both ends, but for the lines around the rest, is not worth splitting into
// lines: large files mostly differ in a few places.
struct Middle {
  std::string_view before;
  std::string_view after;
  std::size_t lines_above = 0;
};

// `count` lines up from the start of the line that holds `offset`.
std::size_t lines_up(std::string_view text, std::size_t offset, std::size_t count) {
  for (;; --count) {
    const std::size_t end = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    if (end == std::string_view::npos) return 0;
    if (count == 0) return end + 1;
    offset = end;
  }
}

// Behind the line that holds `offset` and `count` more.
std::size_t lines_down(std::string_view text, std::size_t offset, std::size_t count) {
  for (;; --count) {
    const std::size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) return text.size();
    offset = end + 1;
    if (count == 0) return offset;
  }
}

Middle middle_of(std::string_view before, std::string_view after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  const auto differ = std::mismatch(
      before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shorter), after.begin());
  const auto shared = static_cast<std::size_t>(differ.first - before.begin());
  const std::size_t begin = lines_up(before, shared, context);
  std::size_t tail = 0;
  while (tail < shorter - shared &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  const std::size_t old_end = lines_down(before, before.size() - tail, context);
  const std::size_t new_end = after.size() - (before.size() - old_end);
  return {before.substr(begin, old_end - begin), after.substr(begin, new_end - begin),
          static_cast<std::size_t>(std::count(
              before.begin(), before.begin() + static_cast<std::ptrdiff_t>(begin), '\n'))};
}

// A run of lines of each text that replace each other.
struct Change {
  std::size_t old_begin, old_end, new_begin, new_end;
};

std::vector<Change> runs(const LineChanges& lines) {
  std::vector<Change> changes;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < lines.removed.size() || j < lines.added.size()) {
    Change change{i, i, j, j};
    while (change.old_end < lines.removed.size() && lines.removed[change.old_end]) ++change.old_end;
    while (change.new_end < lines.added.size() && lines.added[change.new_end]) ++change.new_end;
    i = change.old_end;
    j = change.new_end;
    if (i > change.old_begin || j > change.new_begin) {
      changes.push_back(change);
    } else {
      ++i;
      ++j;
    }
  }
  return changes;
}

class Printer {
 public:
  Printer(const Middle& texts, std::string_view path)
      : lines_above_(texts.lines_above),
        old_lines_(lines_of(texts.before)),
        new_lines_(lines_of(texts.after)) {
    // A tab ends a name that holds spaces; an absolute path becomes one below a/ and b/.
    std::string name = printable(path.substr(std::min(path.find_first_not_of('/'), path.size())));
    if (name.find(' ') != std::string::npos) name += '\t';
    text_ = fmt::format("--- a/{0}\n+++ b/{0}\n", name);
  }

  std::string print() {
    const auto changes = runs(line_changes(old_lines_, new_lines_));
    for (std::size_t first = 0; first < changes.size();) {
      std::size_t last = first;
      while (last + 1 < changes.size() &&
             changes[last + 1].old_begin - changes[last].old_end <= 2 * context) {
        ++last;
      }
      print_hunk({changes.data() + first, last - first + 1});
      first = last + 1;
    }
    return std::move(text_);
  }

 private:
  void print_hunk(std::span<const Change> changes) {
    const std::size_t lead = std::min(context, changes.front().old_begin);
    const std::size_t tail = std::min(context, old_lines_.size() - changes.back().old_end);
    std::size_t at = changes.front().old_begin - lead;
    text_ += fmt::format("@@ -{} +{} @@\n", range(at, changes.back().old_end + tail),
                         range(changes.front().new_begin - lead, changes.back().new_end + tail));
    for (const Change& change : changes) {
      for (; at < change.old_begin; ++at) print_line(' ', old_lines_[at]);
      for (; at < change.old_end; ++at) print_line('-', old_lines_[at]);
      for (auto i = change.new_begin; i < change.new_end; ++i) print_line('+', new_lines_[i]);
    }
    for (const std::size_t end = at + tail; at < end; ++at) print_line(' ', old_lines_[at]);
  }

  // Lines count from 1; an empty range is given by the line before it.
  std::string range(std::size_t begin, std::size_t end) const {
    const std::size_t count = end - begin;
    begin += lines_above_;
    if (count == 1) return std::to_string(begin + 1);
    return fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
  }

  void print_line(char mark, std::string_view line) {
    text_ += mark;
    text_ += line;
    if (!line.ends_with('\n')) text_ += "\n\\ No newline at end of file\n";
  }

  std::size_t lines_above_;
  std::vector<std::string_view> old_lines_;
  std::vector<std::string_view> new_lines_;
  std::string text_;
};

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view path) {
  if (before == after) return "";
  return Printer(middle_of(before, after), path).print();
}

}  // namespace tokenshift::report
