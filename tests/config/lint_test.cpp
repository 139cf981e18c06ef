// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/config/lint.hpp"

#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace tokenshift::test {
namespace {

config::Linted lint(std::string_view text) {
  return config::lint(toml::read(std::string(text), "f"));
}

// The findings as "line:column id".
std::string found_in(std::string_view text) {
  std::string all;
  for (const Finding& finding : lint(text).findings) {
    all += fmt::format("{}{}:{} {}", all.empty() ? "" : ", ", finding.location.line,
                       finding.location.column, finding.id);
  }
  return all;
}

struct Example {
  std::string_view id;  // of the rule
  std::string_view bad;
  std::string_view place;  // of its finding
  std::string_view good;
};

constexpr std::string_view extended =
    "[oauth.token_persistence]\nenable = false\n[[oauth.extensions.token_types]]\nname = \"JWT\"\n"
    "issuer = \"org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer\"\n";

const std::vector<Example> examples{
    {"quoted-dots", "[\"oauth.token_persistence\"]\nenable = true\n", "1:1",
     "[oauth.\"token_persistence\"]\nenable = true\n"},
    {"quoted-dots", "[oauth]\n\"token_persistence.enable\" = true\n", "2:1",
     "[[event_listener]]\n'header.X-WSO2-KEY-MANAGER' = \"default\"\n"},
    {"quoted-dots", "[\"database.apim_db\"]\ntype = \"h2\"\n", "1:1",
     "[database.apim_db]\ntype = \"h2\"\n"},
    {"single-brackets", "[oauth.extensions.token_types]\nname = \"JWT\"\nissuer = \"a.B\"\n", "1:1",
     "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"a.B\"\n"},
    {"single-brackets", "[event_listener.properties]\na = 1\n", "1:1",
     "[[event_listener]]\n[event_listener.properties]\na = 1\n"},
    {"single-brackets", "[apim.gateway.environment]\nname = \"Default\"\n", "1:1",
     "[[apim.gateway.environment]]\nname = \"Default\"\n"},
    {"letter-case", "[oauth.token_persistence]\nEnable = true\n", "2:1",
     "[oauth.token_persistence]\nenable = true\n"},
    {"letter-case", "[oauth.Token_Persistence]\nenable = true\n", "1:1",
     "[other.Token_Persistence]\nenable = true\n"},
    {"letter-case", "[transport.https.properties]\nmaxhttpheadersize = 1\n", "2:1",
     "[transport.https.properties]\nmaxHttpHeaderSize = 1\n"},
    {"letter-case", "[[oauth.extensions.token_types]]\nname = \"X\"\nissuer = \"a.B\"\nName = 1\n",
     "4:1", "[[oauth.extensions.token_types]]\nname = \"X\"\nissuer = \"a.B\"\n"},
    {"token-type-case", "[[oauth.extensions.token_types]]\nname = \"jwt\"\nissuer = \"a.B\"\n",
     "2:8", "[[oauth.extensions.token_types]]\nname = \"Acme\"\nissuer = \"a.B\"\n"},
    {"token-type-case",
     "[oauth.extensions]\ntoken_types = [{ name = \"JWT \", issuer = \"a.B\" }]\n", "2:25",
     "[oauth.extensions]\ntoken_types = [{ name = \"JWT\", issuer = \"a.B\" }]\n"},
    {"token-type-twice",
     "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"a.B\"\n"
     "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"a.C\"\n",
     "5:8",
     "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"a.B\"\n"
     "[[oauth.extensions.token_types]]\nname = \"Acme\"\nissuer = \"a.C\"\n"},
    {"token-type-incomplete", "[[oauth.extensions.token_types]]\nname = \"JWT\"\n", "1:1",
     "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"a.B\"\n"},
    {"token-type-incomplete", "[[oauth.extensions.token_types]]\nissuer = \"a.B\"\n", "1:1",
     "[[event_handler]]\nissuer = \"a.B\"\n"},
    {"identity-server-key", "[oauth.token_persistence]\npersist_access_token = false\n", "2:1",
     "[oauth.other]\npersist_access_token = false\n"},
    {"no-boolean", "oauth.hash_tokens_and_secrets = \"yes\"\n", "1:33",
     "oauth.hash_tokens_and_secrets = \"TRUE\"\n"},
    {"no-boolean", "oauth.add_tenant_domain_to_access_token = 1\n", "1:43",
     "oauth.add_tenant_domain_to_access_token = \"$env{X}\"\n"},
    {"no-boolean", "[apim.oauth_config]\nenable_jwt_for_portals = \"true \"\n", "2:26",
     "[apim.oauth_config]\nenable_jwt_for_portals = \"false\"\n"},
    {"empty-value", "[transport.https.properties]\nmaxHttpHeaderSize = \"\"\n", "2:21",
     "[keystore]\nalias = \"\"\n"},
    {"empty-value", "oauth.extensions.token_types = []\n", "1:32", "oauth.other = []\n"},
    {"plain-secret", "[secrets]\nadmin = \"[admin]\"\n", "2:9",
     "[secrets]\nadmin = \"T3BlbiBTZXNhbWU=\"\n"},
    {"encryption-and-hashing",
     "[apim.oauth_config]\nenable_token_encryption = true\nenable_token_hashing = true\n", "3:24",
     "[apim.oauth_config]\nenable_token_encryption = true\nenable_token_hashing = false\n"},
    {"reference-in-array", "[[event_listener]]\nid = \"x\"\nurl = \"https://$ref{server.host}\"\n",
     "3:16", "[server]\nhost = \"$ref{server.name}\"\nname = \"$env{X}\"\n"},
    {"invalid-utf8", "a = \"\xE9\"\n", "1:6", "a = \"\xC3\xA9\"\n"},
    {"issuer-missing", "[oauth.token_persistence]\nenable = false\n", "2:10", extended},
    {"issuer-missing",
     "[oauth.token_persistence]\nenable = false\n[[oauth.extensions.token_types]]\n"
     "name = \"JWT\"\nissuer = \"org.wso2.carbon.identity.oauth2.token.JWTTokenIssuer\"\n",
     "3:1", "[oauth.token_persistence]\nenable = true\n"},
    {"nothing-set", "", "1:1", "a = 1\n"},
    {"nothing-set", "# all gone\n[oauth]\n", "1:1", "[oauth]\na = 1\n"},
    {"empty-braces", "a = 1\nb = {}\n", "2:5", "b = { a = 1 }\n"},
};

bool has(const config::Linted& linted, std::string_view id) {
  return std::ranges::find(linted.findings, id, &Finding::id) != linted.findings.end();
}

}  // namespace

TEST_CASE("each rule finds its bad example, there and only there, and not its good one") {
  for (const Example& example : examples) {
    CAPTURE(example.bad);
    CHECK(found_in(example.bad) == fmt::format("{} {}", example.place, example.id));
    CAPTURE(example.good);
    CHECK(found_in(example.good).empty());
  }
}

TEST_CASE("what does not go with the optimization is found where the file switches it on") {
  const std::string on(extended);
  CHECK(found_in(on).empty());
  for (const char* line : {"[oauth.token_renewal]\nrenew_access_token_per_request = true\n",
                           "[oauth.token_renewal]\nrenew_refresh_token = false\n",
                           "[apim.access_token_binding]\nenable = true\n",
                           "[oauth.jwt.renew_token_without_revoking_existing]\nenable = true\n"}) {
    CAPTURE(line);
    CHECK(has(lint(on + line), "beside-optimization"));
    CHECK_FALSE(has(lint(line), "beside-optimization"));
  }
  CHECK_FALSE(
      has(lint(on + "[oauth.token_renewal]\nrenew_refresh_token = true\n"), "beside-optimization"));
}

TEST_CASE("every rule of the table is explained and has both examples") {
  std::set<std::string_view> ids;
  for (const config::LintRule& rule : config::lint_rules()) {
    CAPTURE(rule.id);
    CHECK(ids.insert(rule.id).second);
    CHECK(rule.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
          std::string_view::npos);
    CHECK(rule.summary.size() > 10);
    CHECK_FALSE(rule.summary.ends_with("."));
    CHECK(rule.why.size() > 10);
    CHECK((rule.look != nullptr || rule.conclude != nullptr));
    CHECK(rule.severity != Severity::error);
    if (rule.id == "beside-optimization") continue;  // a test of its own
    const auto example = std::ranges::find(examples, rule.id, &Example::id);
    REQUIRE(example != examples.end());
    CHECK(example->bad != example->good);
  }
}

TEST_CASE("every finding is one line with a next step, and shows no secret") {
  for (const Example& example : examples) {
    for (const Finding& finding : lint(example.bad).findings) {
      CAPTURE(finding.message);
      CHECK(finding.message.find('\n') == std::string::npos);
      CHECK_FALSE(finding.message.ends_with("."));
      CHECK_FALSE(finding.hint.empty());
      CHECK(finding.message.find("[admin]") == std::string::npos);
    }
  }
}

TEST_CASE("the value that is not true is told to switch the optimization on") {
  const auto linted = lint("[oauth.token_persistence]\nenable = \"on\"\n");
  REQUIRE(has(linted, "no-boolean"));
  CHECK(linted.findings.front().message.find("optimization on") != std::string::npos);
  CHECK(has(linted, "issuer-missing"));
}

TEST_CASE("errors come in the order of the file, with what was not read behind the last") {
  CHECK(found_in("[a.b]\n[a]\n[oauth.token_persistence]\nEnable = 1\nx = off\ny = 1\n") ==
        "2:1 table-order, 4:1 letter-case, 5:5 syntax, 5:5 rest-not-read");
  CHECK(found_in("a = 1\nx = off\n") == "2:5 syntax");
  CHECK_FALSE(lint("x = off\n").readable);
  CHECK(lint("[oauth.token_persistence]\nEnable = 1\n").readable);
}

TEST_CASE("what is missing is not told of a file that has errors") {
  CHECK(found_in("[oauth.token_persistence]\nenable = false\nenable = false\n") == "3:1 duplicate");
  CHECK(found_in("[]\n") == "1:1 empty-header");
}

TEST_CASE("no file fills the memory with findings") {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "[[oauth.extensions.token_types]]\nname = \"jwt\"\nissuer = \"a.B\"\n";
  }
  CHECK(lint(text).findings.size() == config::max_findings);
}

TEST_CASE("the files that API-M ships have nothing against them, but for what is known") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  // Test files of the vendor that set what cannot go together.
  const std::set<std::string> known{"encryption-and-hashing"};
  for (const auto& entry : std::filesystem::directory_iterator(corpus() / "deployment-toml")) {
    const std::string file = entry.path().filename().string();
    CAPTURE(file);
    const auto linted = lint(slurp(entry.path()));
    CHECK(linted.readable);
    for (const Finding& finding : linted.findings) {
      CAPTURE(finding.message);
      CHECK(known.contains(finding.id));
    }
  }
}

}  // namespace tokenshift::test
