// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/report.hpp"

#include "cases.hpp"
#include "sarif_schema.hpp"

#include <doctest/doctest.h>

#include <functional>

namespace tokenshift::test {
namespace {

const std::string off = with(enabled_46, "enable = false", "enable = true");
const std::string ignored =
    "[oauth.token_renewal]\nrenew_refresh_token = false\n"
    "# tokenshift: ignore TS214 until=2030-01-01 reason=\"<known> & \\\"quoted\\\"\"\n";

// A revert, a file about which as a whole there is something to say, and an ignored finding.
checks::Report report_of(const std::string& ticket) {
  checks::Report report{.files = {}, .ticket = ticket};
  const checks::State before = state_of(enabled_46, "4.6.0");
  for (const auto& [name, text] : {std::pair<std::string, std::string>{"a b/d.toml", off},
                                   {"empty.toml", ""},
                                   {"c d/good.toml", enabled_46 + ignored}}) {
    const checks::State now = checks::state_of(text, name, apim::load_pack("", "4.6.0"));
    report.files.push_back(
        {.name = name,
         .hits = checks::evaluate({.now = now, .before = &before, .time = test_now()}, ticket)});
  }
  return report;
}

std::string written(std::string_view format, const checks::Report& report) {
  const auto formats = checks::report_formats();
  const auto found = std::ranges::find(formats, format, &checks::ReportFormat::name);
  REQUIRE(found != formats.end());
  return found->write(report);
}

}  // namespace

TEST_CASE("a SARIF report is as the schema of SARIF 2.1.0 wants it, with and without a ticket") {
  for (const char* ticket : {"", "CHG-1"}) {
    const auto log = nlohmann::json::parse(written("sarif", report_of(ticket)));
    CHECK(sarif_problems(log) == SarifProblems{});
    CHECK(log["runs"][0]["results"].size() > 3);
  }
  CHECK(sarif_problems(nlohmann::json::parse(written("sarif", {}))) == SarifProblems{});
}

TEST_CASE("every report format tells the same findings") {
  const std::string text = off + "# <&\">\n" + ignored;
  checks::Report report;
  const checks::State now = state_of(text, "4.6.0");
  const checks::State before = state_of(enabled_46, "4.6.0");
  report.files.push_back(
      {.name = "a b/d.toml",
       .hits = checks::evaluate({.now = now, .before = &before, .time = test_now()}, {})});
  report.files.push_back({.name = "good.toml"});
  REQUIRE(report.files.front().hits.size() >= 2);
  for (const checks::ReportFormat& format : checks::report_formats()) {
    CAPTURE(format.name);
    const std::string written = format.write(report);
    CHECK(written.ends_with('\n'));
    CHECK(written.find("TS301") != std::string::npos);
    CHECK(written.find("TS204") != std::string::npos);
  }
  const auto sarif = nlohmann::json::parse(checks::report_formats()[1].write(report));
  CHECK(sarif["version"] == "2.1.0");
  const auto& run = sarif["runs"][0];
  CHECK(run["tool"]["driver"]["rules"].size() == checks::rules().size());
  CHECK(run["results"].size() == report.files.front().hits.size());
  for (const auto& result : run["results"]) {
    const std::size_t index = result["ruleIndex"];
    CHECK(run["tool"]["driver"]["rules"][index]["id"] == result["ruleId"]);
    const auto& place = result["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == "a%20b/d.toml");
    CHECK(place["region"]["startLine"] > 0);
    CHECK(result["partialFingerprints"]["tokenshift/v1"].get<std::string>().size() == 32);
  }
}

TEST_CASE("our schema of SARIF notices what is missing, unknown or of another kind") {
  const auto log = nlohmann::json::parse(written("sarif", report_of("CHG-1")));
  const std::vector<std::function<void(nlohmann::json&)>> changes{
      [](auto& json) { json.erase("version"); },
      [](auto& json) { json["version"] = "2.0.0"; },
      [](auto& json) { json["runs"][0].erase("tool"); },
      [](auto& json) { json["runs"][0]["results"][0]["level"] = "critical"; },
      [](auto& json) { json["runs"][0]["results"][0]["message"] = "text"; },
      [](auto& json) { json["runs"][0]["results"][0]["severity"] = "error"; },
      [](auto& json) { json["runs"][0]["results"][0]["partialFingerprints"]["v"] = 1; },
      [](auto& json) {
        json["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
            0;
      },
      [](auto& json) { json["runs"][0]["tool"]["driver"]["rules"][0].erase("id"); },
  };
  for (const auto& change : changes) {
    auto changed = log;
    change(changed);
    CHECK(sarif_problems(changed) != SarifProblems{});
  }
}

TEST_CASE("a ticket stands in every report, whether it was needed or not") {
  checks::Report sound;
  sound.ticket = "CHG-4711";
  sound.files.push_back({.name = "good.toml"});
  for (const checks::ReportFormat& format : checks::report_formats()) {
    CAPTURE(format.name);
    CHECK(format.write(report_of("CHG-4711")).find("CHG-4711") != std::string::npos);
    // A list of issues has no place for what concerns none of them.
    if (format.name == "gitlab") continue;
    CHECK(format.write(sound).find("CHG-4711") != std::string::npos);
  }
}

TEST_CASE("what does not count is told apart in each report that has a word for it") {
  const checks::Report report = report_of({});
  const auto json = nlohmann::json::parse(written("json", report));
  CHECK(json["ignored"] == 1);
  CHECK(json["accepted"] == 0);
  CHECK(json["files"] == 3);
  CHECK(json["errors"] == checks::counts_of(report).open[2]);
  CHECK(written("junit", report).find("<skipped message=\"ignored: &lt;known&gt; &amp; ") !=
        std::string::npos);
  CHECK(written("gitlab", report).find("TS214") == std::string::npos);
  CHECK(written("sarif", report).find("\"inSource\"") != std::string::npos);
  CHECK(written("github", report).find("::notice file=c d/good.toml,line=") != std::string::npos);
}

TEST_CASE("GitLab's issues have what its Code Quality reads") {
  const auto issues = nlohmann::json::parse(written("gitlab", report_of("CHG-1")));
  REQUIRE(issues.is_array());
  std::vector<std::string> fingerprints;
  for (const auto& issue : issues) {
    for (const char* text : {"description", "check_name", "fingerprint", "severity"}) {
      CHECK(issue.at(text).is_string());
    }
    const std::string severity = issue["severity"];
    CHECK((severity == "info" || severity == "minor" || severity == "critical"));
    CHECK(issue.at("location").at("path").is_string());
    CHECK(issue["location"].at("lines").at("begin").get<int>() >= 1);
    fingerprints.push_back(issue["fingerprint"]);
  }
  std::ranges::sort(fingerprints);
  CHECK(std::ranges::adjacent_find(fingerprints) == fingerprints.end());
}

}  // namespace tokenshift::test
