// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0 (OASIS), the properties that code-scanning services read.
#include "tokenshift/base/version.hpp"

#include "formats.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tokenshift::checks {
namespace {

using Json = nlohmann::ordered_json;

// The names of our severities are those of its levels.
Json rule_of(const Rule& rule) {
  return {{"id", rule.id},
          {"shortDescription", {{"text", rule.title}}},
          {"fullDescription", {{"text", fmt::format("{}: {}", rule.title, rule.why)}}},
          {"help", {{"text", fmt::format("{}. See: {}.", rule.action, rule.reference)}}},
          {"defaultConfiguration", {{"level", to_string(rule.severity)}}}};
}

// A URI reference: what is none of its characters is written as %XX.
std::string uri_of(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

Json result_of(const std::string& file, const Hit& hit) {
  const Location& place = hit.finding.location;
  Json physical{{"artifactLocation", {{"uri", uri_of(file)}}}};
  if (place.line > 0) {
    physical["region"] = {{"startLine", place.line}, {"startColumn", place.column}};
  }
  Json result{
      {"ruleId", hit.finding.id},
      {"ruleIndex", hit.rule - rules().data()},
      {"level", to_string(hit.finding.severity)},
      {"message", {{"text", fmt::format("{}. {}.", hit.finding.message, hit.finding.hint)}}},
      {"locations", Json::array({{{"physicalLocation", physical}}})},
      {"partialFingerprints", {{"tokenshift/v1", hit.fingerprint}}}};
  if (hit.fate != Fate::open) {
    result["suppressions"] =
        Json::array({{{"kind", hit.fate == Fate::ignored ? "inSource" : "external"},
                      {"justification", hit.excuse}}});
  }
  return result;
}

}  // namespace

std::string write_sarif(const Report& report) {
  Json described = Json::array();
  for (const Rule& rule : rules()) described.push_back(rule_of(rule));
  Json results = Json::array();
  for (const Checked& file : report.files) {
    for (const Hit& hit : file.hits) results.push_back(result_of(file.name, hit));
  }
  Json run{{"tool",
            {{"driver",
              {{"name", "tokenshift"},
               {"version", program_version()},
               {"rules", std::move(described)}}}}},
           {"columnKind", "unicodeCodePoints"},
           {"results", std::move(results)}};
  if (!report.ticket.empty()) run["properties"] = {{"acceptedIrreversible", report.ticket}};
  const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({std::move(run)})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tokenshift::checks
