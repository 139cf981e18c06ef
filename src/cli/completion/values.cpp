// SPDX-License-Identifier: Apache-2.0
#include "values.hpp"

#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace tokenshift::cli {
namespace {

struct Row {
  std::string_view name;  ///< the option ("--db"), else its placeholder or the argument ("DIR")
  Offer offer;
  std::string_view words;  ///< separated by spaces
};

constexpr std::string_view releases = "4.3.0 4.4.0 4.5.0 4.6.0 4.7.0";

// The first row that fits counts: options by name stand before placeholders.
constexpr auto table = std::to_array<Row>({
    {"--db", Offer::database, ""},
    {"--identity-db", Offer::database, ""},
    {"--user-db", Offer::database, ""},
    {"DIR", Offer::directories, ""},
    {"FILE", Offer::files, ""},
    {"PLAN", Offer::files, ""},
    {"NODE", Offer::files, ""},
    {"DIR|FILE", Offer::files, ""},
    {"FILE|git:REV", Offer::files, ""},
    {"FORMAT=PATH", Offer::report, ""},
    {"V", Offer::words, releases},
    {"ID", Offer::answers, "rules"},
    {"RUN", Offer::answers, "runs"},
    {"TENANT", Offer::answers, "tenants"},
    {"DOMAIN", Offer::answers, "tenants"},
    // What nobody can know beforehand.
    {"CLASS", Offer::nothing, ""},
    {"JSON", Offer::nothing, ""},
    {"KEY", Offer::nothing, ""},
    {"MS", Offer::nothing, ""},
    {"N", Offer::nothing, ""},
    {"NAME", Offer::nothing, ""},
    {"NAME=JSON", Offer::nothing, ""},
    {"NAME=TEXT", Offer::nothing, ""},
    {"ROWS", Offer::nothing, ""},
    {"S", Offer::nothing, ""},
    {"SCOPE", Offer::nothing, ""},
    {"SECONDS", Offer::nothing, ""},
    {"TICKET", Offer::nothing, ""},
    {"TIME", Offer::nothing, ""},
    {"TOKEN", Offer::nothing, ""},
    {"UNIT", Offer::nothing, ""},
    {"URL", Offer::nothing, ""},
    {"UUID", Offer::nothing, ""},
    {"VALUE", Offer::nothing, ""},
});

const Row* find_row(std::string_view name) {
  const auto* const row = std::ranges::find(table, name, &Row::name);
  return row == table.end() ? nullptr : row;
}

std::vector<std::string> report_formats() {
  std::vector<std::string> names;
  for (const checks::ReportFormat& format : checks::report_formats()) {
    names.emplace_back(format.name);
  }
  return names;
}

}  // namespace

std::optional<Value> known_value(const Option& option) {
  if (!option.choices.empty()) return Value{Offer::words, option.choices};
  const Row* row = nullptr;
  for (const std::string& name : split(option.names, ',')) {
    if (row == nullptr) row = find_row(name);
  }
  if (row == nullptr) row = find_row(option.value);
  if (row == nullptr) return std::nullopt;
  if (row->offer == Offer::report) return Value{Offer::report, report_formats()};
  if (row->words.empty()) return Value{row->offer};
  return Value{row->offer, split(row->words, ' ')};
}

Value value_of(const Option& option) { return known_value(option).value_or(Value{}); }

std::string script_word(const Value& value) {
  constexpr std::array<std::string_view, 7> names{"nothing", "words",    "file", "directory",
                                                  "report",  "database", "ask"};
  const std::string_view name = names.at(static_cast<std::size_t>(value.offer));
  if (value.words.empty()) return std::string(name);
  return fmt::format("{} {}", name, fmt::join(value.words, " "));
}

}  // namespace tokenshift::cli
