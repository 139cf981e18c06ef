// SPDX-License-Identifier: Apache-2.0
#include "progress.hpp"

#include "tokenshift/base/text.hpp"
#include "tokenshift/base/time.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

constexpr std::chrono::milliseconds redraw{100};
constexpr std::chrono::seconds line_every{10};

}  // namespace

Progress::Progress(Program& program, std::string verb)
    : program_(program),
      verb_(std::move(verb)),
      moving_(program.options().progress == "auto" && program.world().err_terminal),
      silent_(program.options().progress == "none" || program.quiet()),
      started_(Clock::now()),
      last_(started_) {}

Progress::~Progress() {
  if (drawn_ && moving_) program_.err() << "\r\x1b[K" << std::flush;
}

void Progress::at(std::int64_t done, std::int64_t total) {
  const auto now = Clock::now();
  if (silent_ || now - last_ < (moving_ ? Clock::duration(redraw) : Clock::duration(line_every)))
    return;
  last_ = now;
  drawn_ = true;
  if (moving_) {
    program_.err() << '\r' << line(done, total, now) << "\x1b[K" << std::flush;
  } else {
    program_.err() << line(done, total, now) << '\n';
  }
}

void Progress::waiting(std::string_view why) {
  if (silent_) return;
  drawn_ = true;
  program_.err() << (moving_ ? "\r" : "") << fmt::format("{}: waiting, {}", verb_, printable(why))
                 << (moving_ ? "\x1b[K" : "\n") << std::flush;
}

std::string Progress::line(std::int64_t done, std::int64_t total, Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - started_).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const double left = rate > 0 ? static_cast<double>(total - done) / rate : 0;
  return fmt::format("{} {} of {} ({}%), {}/s, {} left", verb_, with_thousands(done),
                     with_thousands(total), total > 0 ? done * 100 / total : 100,
                     with_thousands(static_cast<std::int64_t>(rate)),
                     in_words(std::chrono::milliseconds(static_cast<std::int64_t>(left * 1000))));
}

}  // namespace tokenshift::cli
