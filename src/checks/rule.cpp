// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/rule.hpp"

#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::checks {
namespace {

std::vector<Rule> all_tables() {
  std::vector<Rule> all;
  for (const auto& table :
       {file_rules(), feature_rules(), setting_rules(), transition_rules(), use_rules(),
        database_rules(), table_rules(), home_rules(), host_rules(), change_rules()}) {
    all.insert(all.end(), table.begin(), table.end());
  }
  return all;
}

// The last version of a line is written without its patch level: 4.6.
std::string last_version(const apim::Version& version) {
  return fmt::format("{}.{}", version.major, version.minor);
}

}  // namespace

std::string_view to_string(Scope scope) {
  static constexpr std::array<std::string_view, 7> names{
      "text", "setting", "transition", "database", "home", "host", "change"};
  return names.at(static_cast<std::size_t>(scope));
}

std::span<const Rule> rules() {
  static const std::vector<Rule> all = all_tables();
  return all;
}

const Rule* find_rule(std::string_view id) {
  const std::string wanted = to_lower(id);
  const auto found =
      std::ranges::find_if(rules(), [&](const Rule& rule) { return to_lower(rule.id) == wanted; });
  return found == rules().end() ? nullptr : &*found;
}

std::string versions_of(const Rule& rule) {
  if (rule.from && rule.until) {
    return fmt::format("{} to {}", to_string(*rule.from), last_version(*rule.until));
  }
  if (rule.from) return fmt::format("from {} on", to_string(*rule.from));
  if (rule.until) return fmt::format("up to {}", last_version(*rule.until));
  return "all versions";
}

}  // namespace tokenshift::checks
