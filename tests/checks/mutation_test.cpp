// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/config/enable.hpp"

#include "mutations.hpp"

#include <doctest/doctest.h>

#include <set>

namespace tokenshift::test {
namespace {

bool is_caught(const std::vector<checks::Hit>& hits) {
  return std::ranges::any_of(hits, [](const checks::Hit& hit) {
    return hit.fate == checks::Fate::open && hit.finding.severity == Severity::error;
  });
}

// Stock files of the vendor with the optimization switched on by config enable.
std::vector<Enabled> enabled_stock_files() {
  std::vector<Enabled> files;
  for (const auto& [name, version] : {std::pair{"4.3.0-conf.toml", "4.3.0"},
                                      {"4.4.0-conf.toml", "4.4.0"},
                                      {"4.6.0-acp-m1-aio-conf.toml", "4.6.0"},
                                      {"4.7.0-acp-conf.toml", "4.7.0"}}) {
    const apim::Deployment stock =
        state_of(slurp(corpus() / "deployment-toml" / name), version).deployment;
    files.push_back({.name = name,
                     .text = config::plan_enable(stock, {}).after,
                     .version = version,
                     .absent_is_off = std::string_view(version) != "4.7.0",
                     .may_reorder = false});
  }
  return files;
}

void check_harm(const Enabled& file) {
  CAPTURE(file.name);
  const std::vector<std::string> texts = harmful(file);
  CHECK(std::set(texts.begin(), texts.end()).size() >= 200);
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(is_caught(hits_of({text, file.version, file.text})));
    CHECK(is_caught(
        hits_of({.text = text, .version = file.version, .before = file.text, .sealed = true})));
  }
}

void check_harmless(const Enabled& file) {
  CAPTURE(file.name);
  const std::vector<std::string> texts = harmless(file);
  const std::vector<std::string> ids = ids_of({file.text, file.version, file.text});
  CHECK(std::set(texts.begin(), texts.end()).size() >= 200);
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(ids_of({text, file.version, file.text}) == ids);
    CHECK(ids_of({.text = text, .version = file.version, .before = file.text, .sealed = true}) ==
          ids);
  }
}

}  // namespace

TEST_CASE("every way to turn the optimization off or to break it is an error of the guard") {
  for (const Enabled& file : enabled_files()) check_harm(file);
}

TEST_CASE("an edit that means the same is no finding of the guard") {
  for (const Enabled& file : enabled_files()) check_harmless(file);
}

TEST_CASE(
    "in the vendor's stock files, switched on, every harm is caught and nothing else flagged") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  for (const Enabled& file : enabled_stock_files()) {
    check_harm(file);
    check_harmless(file);
  }
}

TEST_CASE("a version that turns the same file off is caught, one that keeps it on is not") {
  for (const char* version : {"4.6.0", "4.3.0", "4.2.0"}) {
    CHECK(has(ids_of({shipped_47, version, shipped_47, "4.7.0"}), "TS301"));
  }
  // 4.7 rejects refresh tokens of before, which is no revert.
  CHECK(ids_of({enabled_46, "4.7.0", enabled_46, "4.6.0"}) == std::vector<std::string>{"TS321"});
  CHECK(has(ids_of({enabled_46, "4.2.0", enabled_46, "4.6.0"}), "TS301"));
}

TEST_CASE("the key may go where the default says the same, which is noted, and nowhere else") {
  const std::string gone = with(enabled_46, "[oauth.token_persistence]\nenable = false\n", "");
  CHECK(ids_of({gone, "4.7.0", enabled_46}) == std::vector<std::string>{"TS308"});
  for (const char* version : {"4.3.0", "4.6.0"}) {
    CHECK(has(ids_of({gone, version, enabled_46}), "TS301"));
  }
}

TEST_CASE("no file of the vendor is taken for a revert where the optimization was not on before") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  const std::string stock = slurp(corpus() / "deployment-toml" / "4.6.0-acp-m1-aio-conf.toml");
  for (const auto& entry : std::filesystem::directory_iterator(corpus() / "deployment-toml")) {
    const std::string file = entry.path().filename().string();
    CAPTURE(file);
    const std::string text = slurp(entry.path());
    for (const std::string& id : ids_of({text, "4.6.0", stock})) CHECK_FALSE(id.starts_with("TS3"));
    for (const std::string& id : ids_of({stock, "4.6.0", text})) CHECK_FALSE(id.starts_with("TS3"));
  }
}

TEST_CASE("every hard file is judged, whatever it is compared with") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(corpus() / "hard-cases")) {
    CAPTURE(entry.path().filename().string());
    const std::string text = slurp(entry.path());
    for (const char* version : {"4.2.0", "4.6.0", "4.7.0", ""}) {
      CHECK_NOTHROW(static_cast<void>(ids_of({text, version, enabled_46})));
      CHECK_NOTHROW(static_cast<void>(ids_of({enabled_46, version, text})));
    }
  }
}

TEST_CASE("no file of the vendor is taken for a revert when compared with itself") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(corpus() / "deployment-toml")) {
    const std::string file = entry.path().filename().string();
    CAPTURE(file);
    const std::string text = slurp(entry.path());
    for (const char* version : {"4.2.0", "4.3.0", "4.6.0", "4.7.0", ""}) {
      CAPTURE(version);
      for (const std::string& id : ids_of({text, version, text}))
        CHECK_FALSE(id.starts_with("TS3"));
    }
  }
}

TEST_CASE("the stock files of the vendor have the verdicts of their versions") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  const auto stock = [](const char* name, const char* version) {
    return ids_of({slurp(corpus() / "deployment-toml" / name), version});
  };
  CHECK(stock("4.3.0-conf.toml", "4.3.0").empty());
  CHECK(stock("4.4.0-conf.toml", "4.4.0").empty());
  CHECK(stock("4.6.0-acp-m1-aio-conf.toml", "4.6.0").empty());
  CHECK(has(stock("4.6.0-acp-m1-aio-conf.toml", "4.7.0"), "TS206"));
  CHECK(stock("4.7.0-acp-conf.toml", "4.7.0").empty());
  CHECK(has(stock("4.7.0-aio-tpl-control-plane.toml", "4.7.0"), "TS206"));
  CHECK(stock("4.7.0-gw-conf.toml", "4.7.0").empty());
  CHECK(stock("4.7.0-tm-conf.toml", "4.7.0").empty());
}

}  // namespace tokenshift::test
