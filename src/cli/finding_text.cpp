// SPDX-License-Identifier: Apache-2.0
#include "finding_text.hpp"

#include "tokenshift/base/text.hpp"

#include "snippet.hpp"

#include <fmt/format.h>

namespace tokenshift::cli {

std::string finding_text(const Program& program, const Finding& finding, std::string_view text,
                         bool same_place) {
  const Tone tone = finding.severity == Severity::error     ? Tone::bad
                    : finding.severity == Severity::warning ? Tone::warn
                                                            : Tone::faint;
  const std::string label = std::string(to_string(finding.severity)) + ":";
  std::string shown =
      fmt::format("{} {} {} [{}]\n",
                  program.paint_out(Tone::strong, printable(to_string(finding.location)) + ":"),
                  program.paint_out(tone, label), finding.message, finding.id);
  if (finding.location.line > 0 && !same_place) {
    const Snippet snippet = snippet_at(text, finding.location.offset);
    if (!trimmed(snippet.line).empty()) {
      shown += fmt::format("{}\n{}\n", snippet.line, program.paint_out(tone, snippet.caret));
    }
  }
  if (!finding.hint.empty()) shown += fmt::format("hint: {}\n", finding.hint);
  return shown;
}

}  // namespace tokenshift::cli
