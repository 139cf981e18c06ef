// SPDX-License-Identifier: Apache-2.0
#include "values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace tokenshift::toml {
namespace {

struct TypeRow {
  Kind kind;
  std::string_view name;
};
// Indexed by ValueType.
constexpr std::array<TypeRow, 10> types = {{{Kind::string, "a string"},
                                            {Kind::integer, "an integer"},
                                            {Kind::floating, "a floating-point number"},
                                            {Kind::boolean, "a boolean"},
                                            {Kind::time, "a date-time with offset"},
                                            {Kind::time, "a local date-time"},
                                            {Kind::time, "a local date"},
                                            {Kind::time, "a local time"},
                                            {Kind::array, "an array"},
                                            {Kind::inline_table, "a table"}}};

struct PartRow {
  std::string_view name;
  std::size_t min_digits;
  std::size_t max_digits;
  int min;
  int max;
};
constexpr std::size_t any_length = std::numeric_limits<std::size_t>::max();
// Indexed by DatePart. The server does not count the digits of an offset.
constexpr std::array<PartRow, 9> parts = {{{"year", 4, 4, 0, 9999},
                                           {"month", 2, 2, 1, 12},
                                           {"day", 2, 2, 1, 31},
                                           {"hour", 2, 2, 0, 23},
                                           {"minute", 2, 2, 0, 59},
                                           {"second", 2, 2, 0, 59},
                                           {"fraction of a second", 1, 9, 0, 999'999'999},
                                           {"offset, in hours,", 1, any_length, 0, 18},
                                           {"offset, in minutes,", 1, any_length, 0, 59}}};

std::string fault_of(const PartRow& row) {
  const std::string range = fmt::format("{} to {}", row.min, row.max);
  if (row.max_digits == any_length) return fmt::format("the {} must be {}", row.name, range);
  const std::string digits = row.min_digits == row.max_digits
                                 ? fmt::format("{}", row.max_digits)
                                 : fmt::format("{} to {}", row.min_digits, row.max_digits);
  return fmt::format("the {} must have {} digits, and be {}", row.name, digits, range);
}

int days_of(int year, int month) {
  constexpr std::array<int, 13> days = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month)];
}

std::string without_underscores(std::string_view literal) {
  std::string digits(literal);
  std::erase(digits, '_');
  return digits;
}

}  // namespace

Kind kind_of(ValueType type) { return types[static_cast<std::size_t>(type)].kind; }

std::string_view name_of(ValueType type) { return types[static_cast<std::size_t>(type)].name; }

std::optional<std::int64_t> to_integer(std::string_view literal) {
  std::string digits = without_underscores(literal);
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0') {
    base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : digits[1] == 'b' ? 2 : 10;
  }
  if (base != 10) digits.erase(0, 2);
  if (digits.starts_with('+')) digits.erase(0, 1);
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<double> to_floating(std::string_view literal) {
  std::string digits = without_underscores(literal);
  if (digits.starts_with('+')) digits.erase(0, 1);
  double value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<std::string> integer_fault(std::string_view literal) {
  constexpr std::size_t always_fits = 15;
  if (literal.size() <= always_fits || to_integer(literal).has_value()) return std::nullopt;
  return "an integer that does not fit into 64 bits";
}

std::optional<std::string> float_fault(std::string_view literal) {
  const bool word = literal.ends_with("inf") || literal.ends_with("nan");
  if (word || to_floating(literal).has_value()) return std::nullopt;
  return "a floating-point number that is too large or too small";
}

std::optional<std::string> DateCheck::add(DatePart part, std::string_view digits) {
  const PartRow& row = parts[static_cast<std::size_t>(part)];
  int value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || value < row.min || value > row.max) return fault_of(row);
  if (digits.size() < row.min_digits || digits.size() > row.max_digits) return fault_of(row);
  values_[static_cast<std::size_t>(part)] = value;
  const auto of = [&](DatePart other) { return values_[static_cast<std::size_t>(other)]; };
  if (part == DatePart::day && value > days_of(of(DatePart::year), of(DatePart::month))) {
    return "a day that this month does not have";
  }
  return std::nullopt;
}

std::optional<std::string> DateCheck::offset_fault() const {
  const bool too_far = values_[static_cast<std::size_t>(DatePart::offset_hour)] == 18 &&
                       values_[static_cast<std::size_t>(DatePart::offset_minute)] > 0;
  if (!too_far) return std::nullopt;
  return "an offset of more than 18 hours";
}

}  // namespace tokenshift::toml
