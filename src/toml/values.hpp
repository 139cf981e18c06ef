// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/toml/document.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::toml {

/// What the server tells apart when it asks whether the values of an array are alike.
enum class ValueType : std::uint8_t {
  string,
  integer,
  floating,
  boolean,
  offset_date_time,
  local_date_time,
  local_date,
  local_time,
  array,
  table,
};

Kind kind_of(ValueType type);

/// "a string", "an integer" …
std::string_view name_of(ValueType type);

/// What the server has against a number of right form; nothing in the usual case.
std::optional<std::string> integer_fault(std::string_view literal);
std::optional<std::string> float_fault(std::string_view literal);

/// The number that an integer literal of any base stands for.
std::optional<std::int64_t> to_integer(std::string_view literal);
std::optional<double> to_floating(std::string_view literal);

/// The parts of a date or time that have a range.
enum class DatePart : std::uint8_t {
  year,
  month,
  day,
  hour,
  minute,
  second,
  fraction,
  offset_hour,
  offset_minute
};

/// Collects the parts of one date or time and says what the server has against one.
class DateCheck {
 public:
  std::optional<std::string> add(DatePart part, std::string_view digits);
  std::optional<std::string> offset_fault() const;

 private:
  std::array<int, 9> values_{};
};

}  // namespace tokenshift::toml
