// SPDX-License-Identifier: Apache-2.0
#include "program.hpp"

#include <algorithm>
#include <array>
#include <ostream>

namespace tokenshift::cli {
namespace {

constexpr std::array<std::string_view, 6> codes{"", "1", "32", "31", "33", "2"};

constexpr std::string_view plain_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+-,";

bool wants_colour(const World& world, const CommonOptions& options, bool terminal) {
  if (options.color == "always") return true;
  if (options.color == "never") return false;
  const auto no_color = world.environment("NO_COLOR");
  if (no_color && !no_color->empty()) return false;
  const std::string forced = world.environment("FORCE_COLOR").value_or("0");
  if (!forced.empty() && forced != "0") return true;
  return terminal && world.environment("TERM").value_or("dumb") != "dumb";
}

}  // namespace

std::string Program::paint(bool terminal, Tone tone, std::string_view text) const {
  if (tone == Tone::plain || !wants_colour(world_, options_, terminal)) return std::string(text);
  return "\x1b[" + std::string(codes.at(static_cast<std::size_t>(tone))) + "m" + std::string(text) +
         "\x1b[0m";
}

std::string Program::paint_out(Tone tone, std::string_view text) const {
  return paint(world_.out_terminal, tone, text);
}

std::string Program::paint_err(Tone tone, std::string_view text) const {
  return paint(world_.err_terminal, tone, text);
}

void Program::say(std::string_view line) {
  if (options_.quiet) return;
  out() << std::flush;  // what was said before comes before, also where both go to one file
  err() << line << '\n';
}

void Program::next(std::string_view command) {
  say(paint_err(Tone::strong, "next:") + " " + std::string(command));
}

void Program::tell(const Finding& finding) {
  if (finding.severity == Severity::note && options_.quiet) return;
  out() << std::flush;
  const Tone tone = finding.severity == Severity::error     ? Tone::bad
                    : finding.severity == Severity::warning ? Tone::warn
                                                            : Tone::faint;
  const std::string label = std::string(to_string(finding.severity)) + ":";
  err() << paint_err(tone, label) << ' ' << finding.message << " [" << finding.id << "]\n";
  if (!finding.hint.empty()) err() << "  hint: " << finding.hint << '\n';
}

std::string shell_word(std::string_view word) {
  const bool plain =
      !word.empty() && word.find_first_not_of(plain_characters) == std::string_view::npos;
  if (plain) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace tokenshift::cli
