// SPDX-License-Identifier: Apache-2.0
#include "shown_diff.hpp"

#include <algorithm>
#include <ostream>

namespace tokenshift::cli {

void show_diff(Program& program, std::string_view diff) {
  for (std::size_t start = 0; start < diff.size();) {
    const std::size_t end = std::min(diff.find('\n', start), diff.size());
    const std::string_view line = diff.substr(start, end - start);
    const Tone tone = line.starts_with("+")   ? Tone::good
                      : line.starts_with("-") ? Tone::bad
                      : line.starts_with("@") ? Tone::faint
                                              : Tone::plain;
    program.out() << program.paint_out(tone, line) << '\n';
    start = end + 1;
  }
  program.out() << std::flush;
}

}  // namespace tokenshift::cli
