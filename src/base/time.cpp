// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tokenshift {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

struct Fields {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<milliseconds> clock;
};

Fields fields_of(Time time) {
  const auto day = std::chrono::floor<days>(time);
  return {std::chrono::year_month_day{day}, std::chrono::hh_mm_ss{time - day}};
}

// Takes `digits` digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  const char* end = text.data() + digits;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || text[0] == '-') return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Time> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Time{std::chrono::sys_days{date}};
}

std::optional<milliseconds> take_clock(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ":")) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  milliseconds clock =
      std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
  if (!take(text, ".")) return clock;
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  for (int unit = 100; !text.empty() && text[0] >= '0' && text[0] <= '9'; unit /= 10) {
    clock += milliseconds{unit * (text[0] - '0')};
    text.remove_prefix(1);
  }
  return clock;
}

}  // namespace

std::string to_rfc3339(Time time) {
  const auto [date, clock] = fields_of(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string to_sql_timestamp(Time time) {
  const auto [date, clock] = fields_of(time);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::optional<Time> parse_time(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return date;
  if (!take(text, "T t")) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  take(text, "Zz");
  if (!text.empty()) return std::nullopt;
  return *date + *clock;
}

std::string in_words(milliseconds duration) {
  struct Unit {
    long long seconds;
    std::string_view name;
  };
  static constexpr std::array units{Unit{86400, "d"}, Unit{3600, "h"}, Unit{60, "min"},
                                    Unit{1, "s"}};
  long long seconds = std::chrono::abs(duration).count() / 1000;
  std::string words;
  int parts = 0;
  for (const Unit& unit : units) {
    const long long count = seconds / unit.seconds;
    seconds %= unit.seconds;
    if (parts > 0) ++parts;  // the second unit is the one after the first, even if it is zero
    if (count > 0) {
      words += fmt::format("{}{} {}", words.empty() ? "" : " ", count, unit.name);
      if (parts == 0) parts = 1;
    }
    if (parts == 2) break;
  }
  return words.empty() ? "0 s" : words;
}

}  // namespace tokenshift
