// SPDX-License-Identifier: Apache-2.0
// Rules about what is known besides the file: what is not known is said, and never taken for good.
#include "tokenshift/checks/rule.hpp"
#include "tokenshift/checks/switch.hpp"

#include "examples.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {
namespace {

checks::Examined examined(const survey::Facts& facts, const std::string& text = enabled_46,
                          const std::string& version = "4.6.0") {
  const checks::State now = state_of(text, version);
  return checks::examine({.now = now, .time = test_now(), .facts = &facts}, {});
}

bool is_about_facts(const checks::Rule& rule) { return rule.scope() >= checks::Scope::database; }

bool is_clean(const checks::Examined& all, std::string_view id) {
  return std::ranges::find(all.clean, checks::find_rule(id)) != all.clean.end();
}

}  // namespace

TEST_CASE("sound facts have nothing against them") {
  const checks::Examined all = examined(sound_facts());
  CHECK(all.hits.empty());
  CHECK(all.unchecked.empty());
  for (const checks::Rule& rule : checks::rules()) {
    if (!is_about_facts(rule) || rule.from == apim::first_with_default_on) continue;
    CAPTURE(rule.id);
    CHECK(is_clean(all, rule.id));
  }
}

TEST_CASE("a rule whose facts are not known is unchecked, with the reason, and not clean") {
  const survey::Facts nothing{.database = {std::nullopt, "no database is named"},
                              .home = {std::nullopt, "no home is named"}};
  const checks::Examined all = examined(nothing);
  for (const checks::Rule& rule : checks::rules()) {
    // TS412, TS508 and TS7xx are about what the caller says.
    if (!is_about_facts(rule) || rule.scope() == checks::Scope::change) continue;
    if (rule.id == "TS412" || rule.id == "TS508") continue;
    if (rule.from == apim::first_with_default_on) continue;
    CAPTURE(rule.id);
    CHECK_FALSE(is_clean(all, rule.id));
    const auto found = std::ranges::find(all.unchecked, &rule, &checks::Unchecked::rule);
    REQUIRE(found != all.unchecked.end());
    const bool host = rule.scope() == checks::Scope::host;
    CHECK(found->why == (host                                      ? "nobody looked"
                         : rule.scope() == checks::Scope::database ? "no database is named"
                                                                   : "no home is named"));
  }
}

TEST_CASE("one fact that is not known leaves the other rules as they are") {
  survey::Facts facts = sound_facts();
  facts.database.value->busiest = {std::nullopt, "not counted: it took too long"};
  facts.database.value->live_opaque = {std::nullopt, "not counted: it took too long"};
  const checks::Examined all = examined(facts);
  std::vector<std::string_view> ids;
  for (const checks::Unchecked& one : all.unchecked) ids.push_back(one.rule->id);
  CHECK(ids == std::vector<std::string_view>{"TS421", "TS601", "TS602"});
}

TEST_CASE("without facts nothing is said about them, and nothing is unchecked") {
  const checks::State now = state_of(enabled_46, "4.6.0");
  const checks::Examined all = checks::examine({.now = now, .time = test_now()}, {});
  CHECK(all.unchecked.empty());
  CHECK(std::ranges::none_of(all.clean, [](const auto* rule) { return is_about_facts(*rule); }));
}

TEST_CASE("an issuer of your own is no matter of the file where somebody has looked at its class") {
  const std::string own =
      with(enabled_46, "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer",
           "com.acme.Issuer");
  CHECK(has(ids_of({own}), "TS207"));
  Case looked = with_home([](survey::HomeFacts&) {});
  looked.text = own;
  CHECK_FALSE(has(ids_of(looked), "TS207"));
}

TEST_CASE("before the switch a file is examined as it will be, at the places where it is now") {
  // Off, and with token binding, which only matters once it is on.
  const std::string binding = "[apim.access_token_binding]\nenable = true\n";
  const std::string before =
      with(enabled_46, "[oauth.token_persistence]\nenable = false\n", "") + binding;
  const std::string after = enabled_46 + binding;
  const checks::State now = state_of(before, "4.6.0");
  const survey::Facts facts = sound_facts();
  const auto present = checks::examine({.now = now, .time = test_now(), .facts = &facts}, {});
  const auto switched =
      checks::examine_switch({.now = now, .after = after, .facts = facts, .time = test_now()});
  const auto found = [](const checks::Examined& all) {
    return std::ranges::find_if(all.hits, [](const auto& hit) { return hit.rule->id == "TS219"; });
  };
  CHECK(found(present) == present.hits.end());
  REQUIRE(found(switched) != switched.hits.end());
  const Location& place = found(switched)->finding.location;
  CHECK(place.offset == before.rfind("true"));
  CHECK(before.substr(place.offset, 4) == "true");
}

TEST_CASE("what would be lost is told of the file as it is, before the switch") {
  const std::string off = with(enabled_46, "enable = false", "enable = true");
  survey::Facts facts = sound_facts();
  facts.database.value->signs_of_use.value->emplace_back("IDN_INVALID_TOKENS holds 1 row");
  const checks::State now = state_of(off, "4.6.0");
  const auto all =
      checks::examine_switch({.now = now, .after = enabled_46, .facts = facts, .time = test_now()});
  CHECK(std::ranges::any_of(all.hits, [](const auto& hit) { return hit.rule->id == "TS320"; }));
}

TEST_CASE("lines of a changed text are found in the one of before") {
  using Lines = std::vector<std::ptrdiff_t>;
  CHECK(checks::lines_of_before("a\nb\nc", "a\nx\nb\nc") == Lines{0, -1, 1, 2});
  CHECK(checks::lines_of_before("a\nb\nc", "a\nB\nc") == Lines{0, -1, 2});
  CHECK(checks::lines_of_before("a\nb", "b") == Lines{1});
  CHECK(checks::lines_of_before("", "") == Lines{0});
}

TEST_CASE("each remedy belongs to a rule") {
  for (const checks::Remedy& remedy : checks::remedies()) {
    CAPTURE(remedy.id);
    const checks::Rule* rule = checks::find_rule(remedy.id);
    REQUIRE(rule != nullptr);
    CHECK(checks::remedy_of(*rule) == &remedy);
  }
}

}  // namespace tokenshift::test
