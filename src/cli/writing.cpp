// SPDX-License-Identifier: Apache-2.0
#include "writing.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/os/process.hpp"
#include "tokenshift/report/json.hpp"

#include "progress.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <random>
#include <thread>

namespace tokenshift::cli {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds event_every{1};
constexpr std::int64_t longest_ms = 3'600'000;

struct Range {
  std::string_view option;
  std::int64_t value;
  std::int64_t least;
  std::int64_t most;
};

// A pause that a stop request ends.
void wait_for(milliseconds duration) {
  constexpr milliseconds slice{20};
  const auto end = std::chrono::steady_clock::now() + duration;
  while (!os::StopRequests::requested()) {
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= milliseconds{0}) return;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, slice));
  }
}

double a_chance() {
  static std::mt19937 engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(engine);
}

// Progress as JSON lines: one a second, and the last one.
class Events {
 public:
  explicit Events(Program& program) : program_(program) {}

  void at(std::int64_t done, std::int64_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (done < total && now - last_ < event_every) return;
    last_ = now;
    tell({{"event", "progress"}, {"done", done}, {"total", total}});
  }

  void waiting(std::string_view why) { tell({{"event", "waiting"}, {"why", std::string(why)}}); }

 private:
  void tell(const report::Node::Object& event) {
    program_.out() << report::to_json_line(event) << std::flush;
  }

  Program& program_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace

std::vector<Option> ThrottleOptions::options() {
  return {{"--batch-size", "ROWS", "rows of a transaction, at most; default and largest 20000",
           &batch_size},
          {"--batch-time", "MS",
           "milliseconds that a transaction should take; the number of rows follows; default 100",
           &batch_time},
          {"--max-rate", "ROWS", "rows a second, at most; default 0: no limit", &max_rate},
          {"--sleep", "MS", "milliseconds of rest after each transaction; default 0", &sleep}};
}

std::vector<Option> ThrottleOptions::options_with_sessions() {
  sessions = 2;
  return joined(options(), {{"--sessions", "N",
                             "sessions that write at the same time on a server, 1 to 16; default 2",
                             &sessions}});
}

apps::Throttle ThrottleOptions::throttle() const {
  for (const Range& range :
       {Range{"--batch-size", batch_size, 1, apps::max_batch_size},
        Range{"--batch-time", batch_time, 1, longest_ms},
        Range{"--max-rate", max_rate, 0, 1'000'000'000}, Range{"--sleep", sleep, 0, longest_ms},
        Range{"--sessions", sessions, 1, apps::max_sessions}}) {
    if (range.value >= range.least && range.value <= range.most) continue;
    throw Error(ErrorKind::usage, fmt::format("{} {} is out of range", range.option, range.value),
                fmt::format("give a number from {} to {}", range.least, range.most));
  }
  return {.batch_size = batch_size,
          .batch_time = milliseconds(batch_time),
          .max_rate = max_rate,
          .sleep = milliseconds(sleep),
          .sessions = static_cast<int>(sessions)};
}

apps::Outcome write_with(Program& program, Session& session, const std::string& verb,
                         const apps::Throttle& throttle, Telling telling,
                         const std::function<apps::Outcome(const apps::Surroundings&)>& work) {
  const std::string me = os::who_am_i();
  for (db::Connection* const database : session.databases().all()) {
    database->lock(
        fmt::format("{} pid {} since {}", me, os::process_id(), to_rfc3339(program.now())));
  }
  const os::StopRequests stops;
  Progress progress(program, verb);
  Events events(program);
  const bool as_events = telling == Telling::events;
  return work(
      {.actor = me,
       .now = [&program] { return program.now(); },
       .tick = [] { return std::chrono::steady_clock::now(); },
       .stop_requested = [] { return os::StopRequests::requested(); },
       .progress =
           [&](std::int64_t done, std::int64_t total) {
             as_events ? events.at(done, total) : progress.at(done, total);
           },
       .waiting =
           [&](std::string_view why) { as_events ? events.waiting(why) : progress.waiting(why); },
       .wait = wait_for,
       .chance = a_chance,
       .throttle = throttle});
}

}  // namespace tokenshift::cli
