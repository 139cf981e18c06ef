// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/rule.hpp"
#include "tokenshift/crypto/certificate.hpp"
#include "tokenshift/crypto/key.hpp"

#include "checks/cases.hpp"
#include "support/jar.hpp"
#include "support/practice.hpp"
#include "support/says.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace tokenshift::test {
namespace {

using Json = nlohmann::json;

Ran doctor(const Practice& practice, std::vector<std::string> words = {}) {
  words.insert(words.begin(), {"doctor", "--home", practice.home()});
  return run_cli(words);
}

Json answer(const Practice& practice, std::vector<std::string> words = {}) {
  words.insert(words.end(), {"-o", "json"});
  return Json::parse(doctor(practice, std::move(words)).out);
}

// "will_break" of a finding; empty where the rule found nothing.
std::string concern(const Json& answer, const std::string& id) {
  for (const Json& finding : answer["findings"]) {
    if (finding["id"] == id) return finding["concern"];
  }
  return {};
}

std::string why_unchecked(const Json& answer, const std::string& id) {
  for (const Json& one : answer["unchecked"]) {
    if (one["id"] == id) return one["why"];
  }
  return {};
}

void append(const Practice& practice, const std::string& lines) {
  put(practice.toml(), slurp(practice.toml()) + lines);
}

const std::string own_issuer =
    "\n[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"com.acme.Issuer\"\n";

void add_jar(const Practice& practice, const std::string& superclass) {
  put(std::filesystem::path(practice.home()) / "repository/components/dropins/acme.jar",
      jar_of("com.acme.Issuer", superclass));
}

}  // namespace

TEST_CASE("doctor says before the move what migrate will do, and afterwards that it is done") {
  const Practice practice;
  const std::string before = practice.contents();
  const Json first = answer(practice);
  CHECK(first["schema_version"] == 1);
  CHECK(first["optimization"] == "off");
  CHECK(first["ready"] == true);
  CHECK(concern(first, "TS401") == "will_change");
  CHECK(concern(first, "TS403") == "will_change");
  CHECK(doctor(practice).status == 0);
  CHECK(says(doctor(practice).out, "fix: tokenshift migrate --home " + practice.home()));
  CHECK(says(doctor(practice).err, "next: tokenshift migrate --home"));
  CHECK(practice.contents() == before);

  REQUIRE(run_cli({"migrate", "--home", practice.home()}).status == 0);
  const Json second = answer(practice);
  CHECK(second["optimization"] == "on");
  CHECK(second["ready"] == true);
  CHECK(concern(second, "TS401").empty());
  CHECK(concern(second, "TS404").empty());
  CHECK(says(doctor(practice).err, "next: tokenshift guard seal --home"));
}

TEST_CASE("doctor says no when clients are opaque although the optimization is on") {
  const Practice practice;
  REQUIRE(run_cli({"config", "enable", "--home", practice.home(), "--dry-run"}).status == 0);
  REQUIRE(run_cli({"migrate", "--home", practice.home()}).status == 0);
  practice.sql(
      "UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'DEFAULT'"
      " WHERE PROPERTY_KEY = 'tokenType'");
  CHECK(concern(answer(practice), "TS401") == "will_break");
  CHECK(doctor(practice).status == 1);
  CHECK(says(doctor(practice).out, "broken ("));
  CHECK(says(doctor(practice).err, "next: tokenshift guard explain TS401"));
}

TEST_CASE(
    "doctor follows an own issuer through the jars of the home, and migrate refuses a wrong one") {
  const Practice practice;
  append(practice, own_issuer);
  std::filesystem::create_directories(std::filesystem::path(practice.home()) /
                                      "repository/components/lib");
  CHECK(concern(answer(practice), "TS502") == "will_change");
  add_jar(practice, "org.wso2.carbon.identity.oauth2.token.JWTTokenIssuer");
  const Ran wrong = doctor(practice);
  CHECK(wrong.status == 1);
  CHECK(says(wrong.out, "will break (1)\n  TS501  "));
  const std::vector<std::string> move{"migrate", "--home", practice.home(), "--allow-issuer",
                                      "com.acme.Issuer"};
  const std::string before = practice.contents() + slurp(practice.toml());
  const Ran refused = run_cli(move);
  CHECK(refused.status == 4);
  CHECK(says(refused.err, "TS501"));
  CHECK(says(refused.err, "tokenshift doctor --home " + practice.home()));
  CHECK(practice.contents() + slurp(practice.toml()) == before);

  add_jar(practice, "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer");
  CHECK(doctor(practice).status == 0);
  CHECK(concern(answer(practice), "TS501").empty());
  CHECK(concern(answer(practice), "TS502").empty());
  CHECK(run_cli(move).status == 0);
}

TEST_CASE("doctor finds what only matters once the optimization is on, at its place in the file") {
  const Practice practice;
  append(practice, "\n[apim.access_token_binding]\nenable = true\n");
  const Json all = answer(practice);
  REQUIRE(concern(all, "TS219") == "will_change");
  for (const Json& finding : all["findings"]) {
    if (finding["id"] != "TS219") continue;
    const std::string text = slurp(practice.toml());
    CHECK(finding["line"] == std::ranges::count(text, '\n'));
    CHECK(finding["column"] == 10);
  }
  CHECK(run_cli({"guard", "check", "--home", practice.home()}).out.find("TS219") ==
        std::string::npos);
}

TEST_CASE("doctor says what was not checked, and why") {
  const Practice practice;
  const Json with_home = answer(practice);
  CHECK(says(why_unchecked(with_home, "TS506"), "wso2carbon.jks"));
  CHECK(says(why_unchecked(with_home, "TS601"), "wso2carbon.jks"));
  CHECK(says(why_unchecked(with_home, "TS507"), "--node"));
  const Ran file_only = run_cli({"doctor", "--deployment-toml",
                                 practice.folder().write("d.toml", enabled_46).string(),
                                 "--apim-version", "4.6.0", "--db", practice.url(), "-o", "json"});
  CHECK(why_unchecked(Json::parse(file_only.out), "TS501") == "no home is named (--home DIR)");
  CHECK(why_unchecked(Json::parse(file_only.out), "TS401").empty());
}

TEST_CASE("doctor does not take a database that it could not ask for a good one") {
  const Practice practice;
  std::filesystem::remove(practice.database());
  const Ran ran = doctor(practice);
  CHECK(ran.status == 6);
  CHECK(says(ran.out, "not checked\n"));
  CHECK(says(ran.out, "TS401 TS403"));
  CHECK_FALSE(says(ran.out, "all of"));
  // A new deployment has none yet.
  const Ran fresh = doctor(practice, {"--fresh"});
  CHECK(fresh.status == 0);
  CHECK(says(fresh.err, "next: tokenshift config enable --home " + practice.home() + " --fresh"));
}

TEST_CASE("doctor --fresh says no where the database holds clients") {
  const Practice practice;
  CHECK(doctor(practice, {"--fresh"}).status == 1);
  CHECK(concern(answer(practice, {"--fresh"}), "TS412") == "will_break");
}

TEST_CASE("doctor measures how fast the deployment's own key signs") {
  const Practice practice(40);
  put(std::filesystem::path(practice.home()) / "repository/resources/security/wso2carbon.jks",
      std::string(crypto::SigningKey::generate_rsa().to_pem().view()));
  const Ran ran = doctor(practice);
  CHECK(says(ran.out, " signatures per second with the RSA 2048 key"));
  CHECK(says(ran.out, "the busiest minute in the table of tokens issued "));
  CHECK(says(ran.out, "tokens are signed with a key of the deployment's own"));
  CHECK(why_unchecked(answer(practice), "TS601").empty());
}

TEST_CASE("doctor tells of nodes that disagree") {
  const Practice practice(40);
  const Practice other(40);
  CHECK(doctor(practice, {"--node", other.home()}).status == 0);
  append(other, "\n[oauth.token_persistence]\nenable = false\n");
  CHECK(concern(answer(practice, {"--node", other.home()}), "TS507") == "will_break");
  CHECK(concern(answer(practice, {"--node", other.toml()}), "TS507") == "will_break");
}

TEST_CASE(
    "doctor reports a file that the server cannot read, and leaves nothing else for checked") {
  const Practice practice(40);
  append(practice, "\na = off\n");
  const Ran ran = doctor(practice);
  CHECK(ran.status == 3);
  CHECK(says(ran.out, "TS101"));
  CHECK(says(ran.out, "deployment.toml:"));
}

TEST_CASE("doctor refuses what has no such feature, and says who to ask") {
  const Practice old(40, "4.2.0");
  CHECK(doctor(old).status == 4);
  const TempDir folder;
  const std::string gateway =
      folder.write("d.toml", "[server]\nserver_role = \"gateway-worker\"\n").string();
  CHECK(run_cli({"doctor", "--deployment-toml", gateway, "--apim-version", "4.6.0"}).status == 4);
  CHECK(run_cli({"doctor"}).status == 2);
}

TEST_CASE("each command that doctor names is one that can be given so") {
  const Practice practice;
  append(practice, "\n[apim.access_token_binding]\nenable = true\n");
  std::set<std::string> given;
  const auto give_all = [&] {
    const Json all = answer(practice, {"--accept-custom", "AcmeJWT"});
    for (const Json& finding : all["findings"]) {
      const std::string fix = finding["fix"];
      if (!fix.starts_with("tokenshift ") || !given.insert(fix).second) continue;
      CAPTURE(fix);
      std::vector<std::string> words = split(fix, ' ');
      words.erase(words.begin());
      const Ran ran = run_cli(words);
      CAPTURE(ran.err);
      CHECK(ran.status == 0);
    }
  };
  give_all();
  practice.sql(
      "UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'DEFAULT' WHERE PROPERTY_KEY = 'tokenType'");
  give_all();  // now that it is on, clients are converted alone
  CHECK(given.size() >= 3);
}

TEST_CASE("doctor tells of a revert that home or database give away") {
  const Practice practice(40);
  CHECK(concern(answer(practice), "TS322").empty());
  put(std::filesystem::path(practice.home()) / "repository/logs/wso2carbon.log",
      "INFO - Token persistence is not enabled. Registering related services..\n");
  CHECK(concern(answer(practice), "TS322") == "will_break");
  CHECK(concern(answer(practice), "TS320").empty());
  practice.sql(
      "INSERT INTO IDN_INVALID_TOKENS (UUID, TOKEN_IDENTIFIER, CONSUMER_KEY, TIME_CREATED,"
      " EXPIRY_TIMESTAMP) VALUES ('u', 't', 'k', '2025-12-31 10:00:00', '2026-12-31 10:00:00')");
  CHECK(concern(answer(practice), "TS320") == "will_break");
}

TEST_CASE("each remedy is a command that there is") {
  for (const checks::Remedy& remedy : checks::remedies()) {
    CAPTURE(remedy.command);
    std::vector<std::string> words;
    const std::string command(remedy.command);
    for (std::size_t at = 0; at != std::string::npos && words.size() < 2;) {
      const std::size_t end = command.find(' ', at);
      words.push_back(command.substr(at, end - at));
      at = end == std::string::npos ? end : end + 1;
    }
    words.emplace_back("--help");
    CHECK(run_cli(words).status == 0);
  }
}

TEST_CASE("guard check holds a file against what its database shows") {
  const Practice practice(40);
  const TempDir folder;
  const std::string off =
      folder.write("off.toml", with(enabled_46, "enable = false", "enable = true")).string();
  const std::string on = folder.write("on.toml", enabled_46).string();
  const auto check = [&](const std::string& file, std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"guard", "check", file, "--apim-version", "4.6.0", "--db", practice.url()});
    return run_cli(more);
  };
  CHECK(check(off).status == 0);
  practice.sql(
      "INSERT INTO IDN_APP_REVOKED_EVENT (EVENT_ID, CONSUMER_KEY, TIME_REVOKED,"
      " ORGANIZATION) VALUES ('e', 'k', '2025-12-31 00:00:00', 'carbon.super')");
  const Ran caught = check(off);
  CHECK(caught.status == 1);
  CHECK(says(caught.out, "IDN_APP_REVOKED_EVENT holds 1 row"));
  CHECK(says(caught.out, "[TS320]"));
  CHECK(check(on).status == 0);
  CHECK(check(off, {"--accept-irreversible", "CHG-1"}).status == 0);
}

TEST_CASE(
    "guard seal counts the clients of a database, and seals none with clients that are broken") {
  const Practice practice;
  const auto seal = [&] {
    return run_cli({"guard", "seal", "--home", practice.home(), "--db", practice.url()});
  };
  append(practice, "");
  REQUIRE(run_cli({"migrate", "--home", practice.home()}).status == 0);
  const Json sealed = Json::parse(seal().out);
  CHECK(sealed["counts"]["clients"] == 200);
  CHECK(sealed["counts"]["opaque"] == 0);
  CHECK(sealed["last_verified"] == "2026-01-01T00:00:00Z");
  practice.sql(
      "UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'DEFAULT'"
      " WHERE PROPERTY_KEY = 'tokenType'");
  const Ran refused = seal();
  CHECK(refused.status == 4);
  CHECK(refused.out.empty());
}

}  // namespace tokenshift::test
