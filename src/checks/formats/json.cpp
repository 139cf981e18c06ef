// SPDX-License-Identifier: Apache-2.0
#include "formats.hpp"

#include <nlohmann/json.hpp>

namespace tokenshift::checks {
namespace {

using Json = nlohmann::ordered_json;

Json of(const std::string& file, const Hit& hit) {
  const Location& place = hit.finding.location;
  const auto number = [&](std::size_t value) { return place.line == 0 ? Json() : Json(value); };
  return {{"file", file},
          {"line", number(place.line)},
          {"column", number(place.column)},
          {"offset", number(place.offset)},
          {"severity", to_string(hit.finding.severity)},
          {"id", hit.finding.id},
          {"message", hit.finding.message},
          {"hint", hit.finding.hint},
          {"irreversible", hit.rule->irreversible},
          {"fingerprint", hit.fingerprint},
          {"fate", to_string(hit.fate)},
          {"excuse", hit.excuse.empty() ? Json() : Json(hit.excuse)}};
}

}  // namespace

std::string write_json(const Report& report) {
  const Counts counts = counts_of(report);
  Json findings = Json::array();
  for (const Checked& file : report.files) {
    for (const Hit& hit : file.hits) findings.push_back(of(file.name, hit));
  }
  const Json json{{"schema_version", 1},
                  {"findings", std::move(findings)},
                  {"files", report.files.size()},
                  {"errors", counts.open[2]},
                  {"warnings", counts.open[1]},
                  {"notes", counts.open[0]},
                  {"ignored", counts.ignored},
                  {"accepted", counts.accepted},
                  {"ticket", report.ticket.empty() ? Json() : Json(report.ticket)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tokenshift::checks
