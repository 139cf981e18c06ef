// SPDX-License-Identifier: Apache-2.0
// Walks the table of rules.
#include "tokenshift/checks/rule.hpp"

#include "tokenshift/config/lint.hpp"

#include "examples.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>

namespace tokenshift::test {

TEST_CASE("each rule of the guard finds its bad example and not its good one") {
  const std::vector<RuleExample> examples = rule_examples();
  for (const checks::Rule& rule : checks::rules()) {
    CAPTURE(rule.id);
    const auto example = std::ranges::find(examples, rule.id, &RuleExample::id);
    REQUIRE(example != examples.end());
    CHECK(has(ids_of(example->bad), rule.id));
    CHECK_FALSE(has(ids_of(example->good), rule.id));
  }
  for (const RuleExample& example : examples) CHECK(checks::find_rule(example.id) != nullptr);
}

TEST_CASE("each rule of the guard is explained, and ids ascend") {
  std::string_view last = "TS000";
  for (const checks::Rule& rule : checks::rules()) {
    CAPTURE(rule.id);
    CHECK(rule.id.size() == 5);
    CHECK(last < rule.id);
    last = rule.id;
    for (const std::string_view text : {rule.title, rule.why, rule.action, rule.reference}) {
      CAPTURE(text);
      CHECK(text.size() >= 10);
      CHECK_FALSE(text.ends_with("."));
    }
    CHECK((rule.check != nullptr));
    CHECK((!rule.irreversible || rule.severity == Severity::error));
    CHECK(checks::find_rule(rule.id) == &rule);
  }
  CHECK(checks::find_rule("ts214") == checks::find_rule("TS214"));
  CHECK(checks::find_rule("TS999") == nullptr);
}

TEST_CASE("what config lint finds has a rule of the guard") {
  // Those that look at the feature as a whole are done with the version in mind.
  const std::set<std::string_view> version_aware{"issuer-missing", "beside-optimization"};
  std::set<std::string_view> relayed;
  for (const checks::Rule& rule : checks::rules()) relayed.insert(rule.relays);
  for (const config::LintRule& rule : config::lint_rules()) {
    CAPTURE(rule.id);
    CHECK(relayed.contains(rule.id) != version_aware.contains(rule.id));
  }
}

TEST_CASE("the enabled files of these tests have nothing against them") {
  CHECK(ids_of({enabled_46}).empty());
  CHECK(ids_of({enabled_46, "4.3.0"}).empty());
  CHECK(ids_of({enabled_46, "4.7.0"}).empty());
  CHECK(ids_of({shipped_47, "4.7.0"}).empty());
}

TEST_CASE("every finding of the guard is one line with a next step and a place in its file") {
  for (const RuleExample& example : rule_examples()) {
    for (const checks::Hit& hit : hits_of(example.bad)) {
      CAPTURE(hit.finding.message);
      CHECK(hit.finding.message.find('\n') == std::string::npos);
      CHECK_FALSE(hit.finding.message.ends_with("."));
      CHECK_FALSE(hit.finding.hint.empty());
      const bool in_file = hit.rule->scope() < checks::Scope::database;
      if (in_file) CHECK(hit.finding.location.path == "conf/deployment.toml");
      CHECK_FALSE(hit.finding.location.path.empty());
      CHECK(hit.finding.message.find("[admin]") == std::string::npos);
    }
  }
}

TEST_CASE("docs/rules.md is what the table of rules says") {
  const std::filesystem::path page = std::filesystem::path(GUIDE) / ".." / "rules.md";
  if (std::getenv("UPDATE_RULES") != nullptr) std::ofstream(page) << checks::rules_page();
  CHECK(slurp(page) == checks::rules_page());
}

}  // namespace tokenshift::test
