// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/evaluate.hpp"

#include "tokenshift/base/error.hpp"

#include "cases.hpp"

#include <doctest/doctest.h>

#include <set>

namespace tokenshift::test {
namespace {

using checks::Fate;

const std::string off = with(enabled_46, "enable = false", "enable = true");
const std::string no_renewal = "[oauth.token_renewal]\nrenew_refresh_token = false\n";
const std::string comment = "# tokenshift: ignore TS214 until=2026-01-01 reason=\"known\"\n";

const checks::Hit& hit_of(const std::vector<checks::Hit>& hits, std::string_view id) {
  const auto found =
      std::ranges::find_if(hits, [&](const auto& hit) { return hit.finding.id == id; });
  REQUIRE(found != hits.end());
  return *found;
}

}  // namespace

TEST_CASE("a comment ignores its rule up to its last day, wherever it stands in the file") {
  const std::string bad = enabled_46 + no_renewal;
  CHECK(hit_of(hits_of({bad}), "TS214").fate == Fate::open);
  for (const std::string& text : {comment + bad, bad + comment, bad + "a = 1 " + comment}) {
    const auto hits = hits_of({text});
    CHECK(hit_of(hits, "TS214").fate == Fate::ignored);
    CHECK(hit_of(hits, "TS214").excuse == "known");
    CHECK(hits.size() == 1);
  }
  const auto several =
      hits_of({bad + "# tokenshift: ignore TS215,TS214 until=2030-01-01 reason=\"b\"\n"});
  CHECK(hit_of(several, "TS214").fate == Fate::ignored);
}

TEST_CASE("a comment that is expired, malformed or in quotes ignores nothing") {
  const std::string bad = enabled_46 + no_renewal;
  for (const char* line : {"# tokenshift: ignore TS214 until=2025-12-31 reason=\"old\"",
                           "# tokenshift: ignore TS214 until=2030-01-01",
                           "# tokenshift: ignore TS214 reason=\"no end\"",
                           "# tokenshift: ignore TS214 until=tomorrow reason=\"a\"",
                           "# tokenshift: ignore TS999 until=2030-01-01 reason=\"a\"",
                           "# tokenshift: ignore", "# tokenshift: allow TS214",
                           "note = '''\n# tokenshift: ignore TS214 until=2030-01-01 "
                           "reason=\"a\"\n'''"}) {
    CAPTURE(line);
    CHECK(hit_of(hits_of({bad + line + "\n"}), "TS214").fate == Fate::open);
  }
}

TEST_CASE("what is irreversible is not ignored by a comment, but accepted under a ticket") {
  const std::string text = off + "# tokenshift: ignore TS301 until=2030-01-01 reason=\"a\"\n";
  const auto hits = hits_of({text, "4.6.0", enabled_46});
  CHECK(hit_of(hits, "TS301").fate == Fate::open);
  CHECK(hit_of(hits, "TS001").fate == Fate::open);
  const auto accepted = hits_of({.text = off, .before = enabled_46, .ticket = "CHG-1"});
  CHECK(hit_of(accepted, "TS301").fate == Fate::accepted);
  CHECK(hit_of(accepted, "TS301").excuse == "CHG-1");
  CHECK(hit_of(accepted, "TS204").fate == Fate::open);
}

TEST_CASE("a revert is shown where it stands, or where the key has been") {
  const auto line_of = [](const std::string& text) {
    return hit_of(hits_of({text, "4.6.0", enabled_46}), "TS301").finding.location.line;
  };
  CHECK(line_of(off) == 16);
  CHECK(line_of(with(enabled_46, "enable = false", "#enable = false")) == 15);
  CHECK(line_of(with(enabled_46, "[oauth.token_persistence]\nenable = false",
                     "#[oauth.token_persistence]\n#enable = false")) == 15);
  CHECK(line_of(with(enabled_46, "[oauth.token_persistence]\nenable = false\n", "")) == 0);
}

TEST_CASE("fingerprints survive moved lines and other formatting, and differ otherwise") {
  const std::string bad = enabled_46 + no_renewal;
  const std::string same = hit_of(hits_of({bad}), "TS214").fingerprint;
  CHECK(same.size() == 32);
  for (const std::string& text :
       {"\n\n# more\n" + bad,
        with(bad, "renew_refresh_token = false", "  \"renew_refresh_token\"='False' # x"),
        enabled_46 + "[a]\nb = 1\n" + no_renewal}) {
    CHECK(hit_of(hits_of({text}), "TS214").fingerprint == same);
  }
  const std::string twice =
      "[[a]]\nu = \"$ref{x}\"\n[[a]]\nu = \"$ref{x}\"\n[oauth.token_persistence]\nenable = 1\n";
  std::set<std::string> all;
  const auto hits = hits_of({twice, "4.6.0", enabled_46});
  for (const checks::Hit& hit : hits) all.insert(hit.fingerprint);
  CHECK(all.size() == hits.size());
}

TEST_CASE("a seal is read as it was written, and a change of it is noticed") {
  const checks::Seal seal =
      checks::seal_of(state_of(enabled_46, "4.6.0"), "apim \"1\"", test_now());
  const std::string text = checks::to_json(seal);
  const checks::Seal read = checks::read_seal(text, "seal.json");
  CHECK(read.deployment == "apim \"1\"");
  CHECK(read.sealed_at == test_now());
  CHECK(read.apim_version == "4.6.0");
  CHECK(read.keys == seal.keys);
  CHECK(read.keys.size() == 5);
  CHECK(read.jwt_issuer == seal.jwt_issuer);
  CHECK(checks::to_json(read) == text);
  const auto refused = [](const std::string& changed) {
    try {
      static_cast<void>(checks::read_seal(changed, "seal.json"));
      return false;
    } catch (const Error& error) {
      return error.kind() == ErrorKind::input;
    }
  };
  CHECK(refused(with(text, "\"4.6.0\"", "\"4.7.0\"")));
  CHECK(refused(with(text, "\"12288\"", "\"8192\"")));
  CHECK(refused(with(text, "\"sha256\": \"", "\"sha256\": \"0")));
  CHECK(refused("{}"));
  CHECK(refused("[]"));
  CHECK(refused("no json"));
  CHECK(refused(text.substr(0, text.size() / 2)));
}

TEST_CASE("a seal may say how many clients there were, and when they were last verified") {
  checks::Seal seal = checks::seal_of(state_of(enabled_46, "4.6.0"), "apim", test_now());
  CHECK(checks::to_json(seal).find("counts") == std::string::npos);
  seal.counts = checks::SealedCounts{.clients = 12, .jwt = 11, .opaque = 1};
  seal.last_verified = test_now();
  const std::string text = checks::to_json(seal);
  const checks::Seal read = checks::read_seal(text, "seal.json");
  CHECK(read.counts == seal.counts);
  CHECK(read.last_verified == seal.last_verified);
  CHECK_THROWS_AS(static_cast<void>(checks::read_seal(with(text, "12", "13"), "seal.json")), Error);
}

TEST_CASE("only what is on, for certain, is sealed") {
  for (const Case& one : {Case{off}, Case{enabled_46, ""}, Case{enabled_46, "4.2.0"},
                          Case{with(enabled_46, "\"12288\"", "\"$env{SIZE}\"")},
                          Case{with(enabled_46, "\"default\"", "\"gateway-worker\"")}}) {
    CAPTURE(one.text);
    try {
      static_cast<void>(checks::seal_of(state_of(one.text, one.version), "a", test_now()));
      FAIL("sealed");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::refused);
    }
  }
}

}  // namespace tokenshift::test
