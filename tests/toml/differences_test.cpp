// SPDX-License-Identifier: Apache-2.0
//
// toml++ gives a second opinion on every edit (src/toml/oracle.cpp). Where it differs from the
// server must be known: the table is in fuzz/differences.cpp.
#include "fuzz/differences.hpp"

#include "support/temp_dir.hpp"
#include "toml/support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <set>

namespace tokenshift::test {
namespace {

namespace fs = std::filesystem;
using fuzz::Difference;
using fuzz::Verdict;

void check_row(const Difference& row) {
  CAPTURE(row.name);
  CHECK(!row.reason.empty());
  const auto our_refusal = refusal_of(row.snippet);
  CHECK(our_refusal.has_value() == (row.ours == Verdict::refuses));
  CHECK(fuzz::refusal_of_tomlplusplus(row.snippet).has_value() == (row.theirs == Verdict::refuses));
  CHECK((row.explains == nullptr) == (row.ours == Verdict::refuses));
  if (our_refusal.has_value()) return;
  const auto found = fuzz::disagreement(toml::parse(std::string(row.snippet), "f"));
  REQUIRE(found.has_value());
  CHECK(found->refusal.empty() == (row.theirs == Verdict::reads_otherwise));
  CHECK(fuzz::reason_of(*found) == &row);
}

// Counts the files that our parser reads and that toml++ sees otherwise.
std::size_t check_folder(const fs::path& folder) {
  std::size_t differ = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".toml") continue;
    const std::string text = slurp(entry.path());
    if (refusal_of(text).has_value()) continue;
    const auto found = fuzz::disagreement(toml::parse(text, "f"));
    if (!found.has_value()) continue;
    CAPTURE(entry.path().string());
    CAPTURE(found->refusal);
    CAPTURE(found->key);
    CHECK(fuzz::reason_of(*found) != nullptr);
    ++differ;
  }
  return differ;
}

}  // namespace

TEST_CASE("each known difference from toml++ is one, and its reason explains it") {
  std::set<std::string_view> names;
  for (const Difference& row : fuzz::differences()) {
    check_row(row);
    CHECK(names.insert(row.name).second);
  }
  CHECK(names.size() > 20);
}

TEST_CASE("a difference that is not known has no reason") {
  const std::string text = "x = 1\n";
  CHECK(!fuzz::disagreement(toml::parse(text, "f")).has_value());
  const fuzz::Disagreement other{.text = text, .refusal = {}, .key = "x", .literal = "1"};
  CHECK(fuzz::reason_of(other) == nullptr);
}

TEST_CASE("what our parser reads of the fuzzers' corpus is the same to toml++, or has a reason") {
  CHECK(check_folder(fs::path(FUZZ_CORPUS) / "parse") > 5);
}

TEST_CASE("every real deployment.toml and hard case is the same to toml++, or has a reason") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  CHECK(check_folder(corpus() / "deployment-toml") == 0);
  CHECK(check_folder(corpus() / "hard-cases") > 0);
}

}  // namespace tokenshift::test
