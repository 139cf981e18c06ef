// SPDX-License-Identifier: Apache-2.0
// Myers' algorithm in linear space: "An O(ND) Difference Algorithm and Its Variations", 1986, §4b.
//
// A point (x, y) means that x lines of the old and y of the new text are dealt with; to the right
// is a removal, down an addition, diagonally an equal line. From both corners of a box the search
// goes as far as d changes can lead, on each diagonal (k = x - y), until the two sides meet. The
// point where they do splits the box into two smaller ones. Equal lines at the edges are taken off
// first, so each part of a split has a change in it and is smaller than the whole.
#include "line_changes.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace tokenshift::report {
namespace {

// Boxes that need more changes on each side become one block: time stays linear in the number of
// lines.
constexpr std::int64_t most_changes = 1024;
constexpr std::int64_t unreachable = -1;

using Lines = std::span<const std::string_view>;

struct Box {
  std::int64_t old_begin, old_end, new_begin, new_end;
};

struct Point {
  std::int64_t x, y;
};

// How far one side of the search has come: the greatest x on each diagonal.
class Frontier {
 public:
  explicit Frontier(std::int64_t most)
      : offset_(most + 1), reach_(static_cast<std::size_t>(2 * most + 3), unreachable) {}
  std::int64_t& operator[](std::int64_t diagonal) {
    return reach_[static_cast<std::size_t>(diagonal + offset_)];
  }

 private:
  std::int64_t offset_;
  std::vector<std::int64_t> reach_;
};

class Split {
 public:
  Split(Lines before, Lines after, const Box& box)
      : before_(before),
        after_(after),
        box_(box),
        width_(box.old_end - box.old_begin),
        height_(box.new_end - box.new_begin),
        most_(std::min(most_changes, (width_ + height_ + 1) / 2)),
        forward_(most_),
        backward_(most_) {}

  // Where the box falls into two; nothing when that takes too many changes.
  std::optional<Point> find() {
    const std::int64_t delta = width_ - height_;
    const bool odd = delta % 2 != 0;
    for (std::int64_t d = 0; d <= most_; ++d) {
      for (std::int64_t k = -d; k <= d; k += 2) {
        advance(forward_, d, k, false);
        const bool seen = odd && std::abs(delta - k) < d;
        if (seen && meet(forward_[k], backward_[delta - k])) return point(forward_[k], k);
      }
      for (std::int64_t k = -d; k <= d; k += 2) {
        advance(backward_, d, k, true);
        const bool seen = !odd && std::abs(delta - k) <= d;
        if (seen && meet(backward_[k], forward_[delta - k])) {
          return point(width_ - backward_[k], delta - k);
        }
      }
    }
    return std::nullopt;
  }

 private:
  bool meet(std::int64_t one, std::int64_t other) const {
    return one != unreachable && other != unreachable && one + other >= width_;
  }

  Point point(std::int64_t x, std::int64_t diagonal) const {
    return {box_.old_begin + x, box_.new_begin + x - diagonal};
  }

  // One change more, from the better of the two neighbours, and then along equal lines. Leaving the
  // box leads nowhere.
  void advance(Frontier& reach, std::int64_t d, std::int64_t k, bool mirrored) const {
    std::int64_t x = 0;
    if (d > 0) {
      const std::int64_t across = reach[k - 1];
      x = std::max(across == unreachable ? unreachable : across + 1, reach[k + 1]);
      if (x > width_) x = reach[k + 1];
    }
    if (x == unreachable || x - k < 0 || x - k > height_) {
      reach[k] = unreachable;
      return;
    }
    while (x < width_ && x - k < height_ && equal(x, x - k, mirrored)) ++x;
    reach[k] = x;
  }

  bool equal(std::int64_t x, std::int64_t y, bool mirrored) const {
    const std::int64_t i = mirrored ? box_.old_end - 1 - x : box_.old_begin + x;
    const std::int64_t j = mirrored ? box_.new_end - 1 - y : box_.new_begin + y;
    return before_[static_cast<std::size_t>(i)] == after_[static_cast<std::size_t>(j)];
  }

  Lines before_, after_;
  Box box_;
  std::int64_t width_, height_, most_;
  Frontier forward_, backward_;
};

Box without_equal_edges(Box box, Lines before, Lines after) {
  const auto equal = [&](std::int64_t i, std::int64_t j) {
    return before[static_cast<std::size_t>(i)] == after[static_cast<std::size_t>(j)];
  };
  const auto is_open = [&] { return box.old_begin < box.old_end && box.new_begin < box.new_end; };
  for (; is_open() && equal(box.old_begin, box.new_begin); ++box.new_begin) ++box.old_begin;
  for (; is_open() && equal(box.old_end - 1, box.new_end - 1); --box.new_end) --box.old_end;
  return box;
}

}  // namespace

LineChanges line_changes(Lines before, Lines after) {
  LineChanges changes{std::vector<bool>(before.size()), std::vector<bool>(after.size())};
  std::vector<Box> open{
      {0, static_cast<std::int64_t>(before.size()), 0, static_cast<std::int64_t>(after.size())}};
  while (!open.empty()) {
    const Box box = without_equal_edges(open.back(), before, after);
    open.pop_back();
    const bool empty = box.old_begin == box.old_end || box.new_begin == box.new_end;
    const auto middle = empty ? std::nullopt : Split(before, after, box).find();
    if (middle) {
      open.push_back({box.old_begin, middle->x, box.new_begin, middle->y});
      open.push_back({middle->x, box.old_end, middle->y, box.new_end});
      continue;
    }
    std::fill(changes.removed.begin() + box.old_begin, changes.removed.begin() + box.old_end, true);
    std::fill(changes.added.begin() + box.new_begin, changes.added.begin() + box.new_end, true);
  }
  return changes;
}

}  // namespace tokenshift::report
