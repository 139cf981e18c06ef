// SPDX-License-Identifier: Apache-2.0
#include "formats.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tokenshift::checks {

// What a comment ignores is left out: the format has no word for it. What was accepted stays, as
// information with its ticket.
std::string write_gitlab(const Report& report) {
  using Json = nlohmann::ordered_json;
  static constexpr std::array<std::string_view, 3> severities{"info", "minor", "critical"};
  Json issues = Json::array();
  for (const Checked& file : report.files) {
    for (const Hit& hit : file.hits) {
      if (hit.fate == Fate::ignored) continue;
      const bool accepted = hit.fate == Fate::accepted;
      const auto severity = accepted ? Severity::note : hit.finding.severity;
      const std::string excuse = accepted ? fmt::format(" (accepted: {})", hit.excuse) : "";
      const std::size_t line = std::max<std::size_t>(hit.finding.location.line, 1);
      issues.push_back(
          {{"description", fmt::format("{}; {}{}", hit.finding.message, hit.finding.hint, excuse)},
           {"check_name", hit.finding.id},
           {"fingerprint", hit.fingerprint},
           {"severity", severities.at(static_cast<std::size_t>(severity))},
           {"location", {{"path", file.name}, {"lines", {{"begin", line}}}}}});
    }
  }
  return issues.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tokenshift::checks
