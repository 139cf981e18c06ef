// SPDX-License-Identifier: Apache-2.0
// The commands as an operator meets them: what they print, refuse, and leave behind.
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/os/lock.hpp"

#include "support/practice.hpp"
#include "support/says.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace tokenshift;
using test::Practice;
using test::Ran;
using test::run_cli;
using test::says;
using test::slurp;

namespace fs = std::filesystem;

namespace {

std::size_t files_beside(const std::string& file) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(fs::path(file).parent_path()), {}));
}

}  // namespace

TEST_CASE("migrate moves a practice deployment, and a second run changes nothing and says so") {
  const Practice practice;
  const Ran first = run_cli({"migrate", "--home", practice.home()});
  CHECK(first.status == 0);
  CHECK(says(first.out, "verified"));
  CHECK(says(first.err, "start the servers"));
  const std::string toml = slurp(practice.toml());
  const std::string contents = practice.contents();
  CHECK(says(toml, "[oauth.token_persistence]\nenable = false"));
  const std::size_t files = files_beside(practice.toml());

  const Ran second = run_cli({"migrate", "--home", practice.home()});
  CHECK(second.status == 0);
  CHECK(says(second.err, "already moved; nothing was written"));
  CHECK(slurp(practice.toml()) == toml);
  CHECK(practice.contents() == contents);
  CHECK(files_beside(practice.toml()) == files);
}

TEST_CASE(
    "migrate seals what it moved, and only once; a seal that cannot be written is refused first") {
  const Practice practice;
  const std::string seal = practice.home() + "/seal.json";
  const std::string toml = slurp(practice.toml());
  const std::string contents = practice.contents();
  const auto migrate = [&](const std::string& file) {
    return run_cli({"migrate", "--home", practice.home(), "--seal", file});
  };
  for (const std::string& file : {practice.toml(), practice.home() + "/missing/seal.json"}) {
    const Ran refused = migrate(file);
    CHECK(refused.status == 6);
    CHECK(says(refused.err, file.c_str()));
    CHECK(slurp(practice.toml()) == toml);
    CHECK(practice.contents() == contents);
  }

  CHECK(migrate(seal).status == 0);
  const std::string sealed = slurp(seal);
  CHECK(says(sealed, "\"last_verified\""));
  CHECK(says(sealed, "\"opaque\": 0"));
  CHECK(run_cli({"guard", "check", "--seal", seal, practice.toml()}).status == 0);

  CHECK(says(migrate(seal).err, "already moved; nothing was written"));
  CHECK(slurp(seal) == sealed);

  // As if it had been cut off between the file and the seal.
  fs::remove(seal);
  const std::string moved = slurp(practice.toml());
  const Ran again = migrate(seal);
  CHECK(again.status == 0);
  CHECK(says(again.err, "next: tokenshift guard check --seal "));
  CHECK_FALSE(says(again.err, "start the servers"));
  CHECK(says(slurp(seal), "\"last_verified\""));
  CHECK(slurp(practice.toml()) == moved);

  std::ofstream(practice.toml()) << toml;
  CHECK(run_cli({"guard", "check", "--seal", seal, practice.toml()}).status == 1);
}

TEST_CASE("no dry run writes a byte, to the database, the file, or beside them") {
  const Practice practice;
  const std::string database = slurp(practice.database());
  const std::string toml = slurp(practice.toml());
  const std::size_t files = files_beside(practice.toml());
  const std::size_t databases = files_beside(practice.database());
  for (const std::vector<std::string>& command : {std::vector<std::string>{"migrate", "--dry-run"},
                                                  {"migrate", "-n", "--yes", "-o", "json"},
                                                  {"apps", "apply", "--dry-run"},
                                                  {"apps", "plan"},
                                                  {"apps", "verify"},
                                                  {"apps", "list"},
                                                  {"apps", "history"},
                                                  {"config", "enable", "--dry-run"},
                                                  {"config", "diff"},
                                                  {"config", "show"},
                                                  {"status"}}) {
    std::vector<std::string> line = command;
    line.insert(line.end(), {"--home", practice.home()});
    CAPTURE(command.back());
    CHECK(run_cli(line).status <= 1);
  }
  CHECK(slurp(practice.database()) == database);
  CHECK(slurp(practice.toml()) == toml);
  CHECK(files_beside(practice.toml()) == files);
  CHECK(files_beside(practice.database()) == databases);
}

TEST_CASE("a real deployment is not moved without words for it") {
  const Practice practice;
  practice.make_real();
  const std::string before = practice.contents();
  const std::string toml = slurp(practice.toml());
  const auto migrate = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"migrate", "--home", practice.home()});
    return run_cli(more);
  };
  CHECK(migrate({}).status == 8);
  CHECK(migrate({"--servers-stopped"}).status == 8);
  CHECK(migrate({"--servers-stopped", "--yes"}).status == 8);
  const Ran wrong = migrate({"--servers-stopped", "--yes", "--confirm", "OTHER"});
  CHECK(wrong.status == 8);
  CHECK(says(wrong.err, "WSO2AM_DB"));
  CHECK(practice.contents() == before);
  CHECK(slurp(practice.toml()) == toml);
  CHECK(migrate({"--servers-stopped", "--yes", "--confirm", "WSO2AM_DB"}).status == 0);
  CHECK(slurp(practice.toml()) != toml);
}

TEST_CASE("on a terminal the questions are asked, and no means no") {
  const Practice practice;
  practice.make_real();
  const std::string before = practice.contents();
  CHECK(run_cli({"migrate", "--home", practice.home()}, true, "n\n").status == 8);
  CHECK(run_cli({"migrate", "--home", practice.home()}, true, "y\nn\n").status == 8);
  CHECK(run_cli({"migrate", "--home", practice.home()}, true, "y\ny\nwrong\n").status == 8);
  CHECK(run_cli({"migrate", "--home", practice.home(), "--no-input"}, true, "y\ny\nWSO2AM_DB\n")
            .status == 8);
  CHECK(practice.contents() == before);
  CHECK(run_cli({"migrate", "--home", practice.home()}, true, "y\ny\nWSO2AM_DB\n").status == 0);
}

TEST_CASE("a running server stops the move, whatever is said") {
  const Practice practice;
  practice.make_real();
  practice.folder().write("home/wso2carbon.pid", std::to_string(getpid()));
  const Ran ran = run_cli({"migrate", "--home", practice.home(), "--servers-stopped", "--yes",
                           "--confirm", "WSO2AM_DB"});
  CHECK(ran.status == 4);
  CHECK(says(ran.err, "is running"));
}

TEST_CASE(
    "config enable refuses while clients are not JWT, without a database, and for a false fresh") {
  const Practice practice;
  const std::string toml = slurp(practice.toml());
  const Ran early = run_cli({"config", "enable", "--home", practice.home()});
  CHECK(early.status == 4);
  CHECK(says(early.err, "not JWT"));
  CHECK(run_cli({"config", "enable", "--home", practice.home(), "--fresh"}).status == 4);

  const auto alone =
      practice.folder().write("alone.toml", "[server]\nserver_role = \"control-plane\"\n");
  const std::vector<std::string> named{"config",       "enable",         "--deployment-toml",
                                       alone.string(), "--apim-version", "4.6.0"};
  const Ran blind = run_cli(named);
  CHECK(blind.status == 4);
  CHECK(says(blind.err, "no database is named"));
  CHECK(slurp(practice.toml()) == toml);

  CHECK(run_cli({"apps", "apply", "--home", practice.home()}).status == 0);
  const Ran ready = run_cli({"config", "enable", "--home", practice.home()});
  CHECK(ready.status == 0);
  CHECK(says(ready.out, "6 keys changed"));
  const Ran again = run_cli({"config", "enable", "--home", practice.home()});
  CHECK(again.status == 0);
  CHECK(says(again.err, "already so"));

  std::vector<std::string> fresh = named;
  fresh.insert(fresh.end(), {"--fresh", "--confirm", "fresh"});
  CHECK(run_cli(fresh).status == 0);
  CHECK(says(slurp(alone), "[oauth.token_persistence]"));
}

TEST_CASE("on 4.7 opaque clients only warn") {
  const Practice practice(200, "4.7.0");
  const Ran ran = run_cli({"config", "enable", "--home", practice.home()});
  CHECK(ran.status == 0);
  CHECK(says(ran.err, "stay opaque"));
  CHECK(run_cli({"migrate", "--home", practice.home()}).status == 0);
  CHECK(run_cli({"apps", "verify", "--home", practice.home()}).status == 0);
}

TEST_CASE("every version with the feature moves, 4.2 is refused with the reason") {
  for (const char* version : {"4.3.0", "4.4.0", "4.5.0", "4.6.0", "4.7.0"}) {
    CAPTURE(version);
    const Practice practice(60, version);
    CHECK(run_cli({"migrate", "--home", practice.home()}).status == 0);
    CHECK(run_cli({"apps", "verify", "--home", practice.home()}).status == 0);
    CHECK(says(run_cli({"status", "--home", practice.home()}).out, "optimization   on"));
  }
  const Practice old(60, "4.2.0");
  const Ran refused = run_cli({"migrate", "--home", old.home()});
  CHECK(refused.status == 4);
  CHECK(says(refused.err, "4.3"));
  // The database alone tells it, too.
  const Ran by_tables = run_cli({"apps", "apply", "--db", old.url()});
  CHECK(by_tables.status == 4);
  CHECK(says(by_tables.err, "older than API-M 4.3"));
}

TEST_CASE("a custom issuer is in the way until it is named") {
  const Practice practice(100, "4.6.0", true);
  const Ran blocked = run_cli({"migrate", "--home", practice.home()});
  CHECK(blocked.status == 4);
  CHECK(says(blocked.err, "--convert-custom"));
  CHECK(run_cli({"apps", "verify", "--home", practice.home()}).status == 1);
  const Ran accepted =
      run_cli({"migrate", "--home", practice.home(), "--accept-custom", "AcmeJWT"});
  CHECK(accepted.status == 0);
  CHECK(practice.number(
            "SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE = 'AcmeJWT'") == 1);
  CHECK(
      run_cli({"apps", "apply", "--home", practice.home(), "--convert-custom", "AcmeJWT"}).status ==
      0);
  CHECK(practice.number(
            "SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE = 'AcmeJWT'") == 0);
}

TEST_CASE("Identity Server as key manager is refused, by file and by database") {
  const Practice practice;
  practice.sql("UPDATE AM_KEY_MANAGER SET TYPE = 'WSO2-IS' WHERE NAME = 'Resident Key Manager'");
  const Ran by_database = run_cli({"migrate", "--home", practice.home()});
  CHECK(by_database.status == 4);
  CHECK(says(by_database.err, "Identity Server"));
}

TEST_CASE("undo goes back until a server has run with it, and then wants a ticket") {
  const Practice practice;
  const std::string before = practice.contents();
  REQUIRE(run_cli({"apps", "apply", "--home", practice.home()}).status == 0);
  CHECK(says(run_cli({"apps", "undo", "1", "--home", practice.home(), "-n"}).out, "would restore"));
  CHECK(run_cli({"apps", "undo", "9", "--home", practice.home()}).status == 2);
  CHECK(run_cli({"apps", "undo", "1", "--home", practice.home()}).status == 0);
  CHECK(practice.contents() == before);

  REQUIRE(run_cli({"migrate", "--home", practice.home()}).status == 0);
  practice.sql(
      "INSERT INTO IDN_INVALID_TOKENS (UUID, TOKEN_IDENTIFIER, CONSUMER_KEY, EXPIRY_TIMESTAMP)"
      " VALUES ('u', 't', 'k', '2026-01-02 00:00:00')");
  const Ran late = run_cli({"apps", "undo", "2", "--home", practice.home()});
  CHECK(late.status == 4);
  CHECK(says(late.err, "IDN_INVALID_TOKENS"));
  CHECK(run_cli({"apps", "undo", "2", "--home", practice.home(), "--accept-irreversible", "CHG-1"})
            .status == 0);
  CHECK(says(run_cli({"apps", "history", "--home", practice.home()}).out, "CHG-1"));
}

TEST_CASE("a plan file is carried out exactly, or refused with what differs") {
  const Practice practice;
  const std::string file = (practice.folder() / "plan.jsonl").string();
  REQUIRE(run_cli({"apps", "plan", "--home", practice.home(), "--out", file}).status == 0);
  CHECK((fs::status(file).permissions() & fs::perms::all) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(run_cli({"apps", "plan", "--home", practice.home(), "--out", file}).status == 6);
  practice.sql(
      "UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'OAUTH' WHERE ID ="
      " (SELECT MAX(ID) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE = 'Default')");
  const std::string before = practice.contents();
  const Ran differs = run_cli({"apps", "apply", file, "--home", practice.home()});
  CHECK(differs.status == 4);
  CHECK(says(differs.err, "holds another value than planned"));
  CHECK(practice.contents() == before);

  const std::string fresh = (practice.folder() / "fresh.jsonl").string();
  REQUIRE(run_cli({"apps", "plan", "--home", practice.home(), "--out", fresh}).status == 0);
  const Ran dry = run_cli({"apps", "apply", fresh, "--home", practice.home(), "--dry-run"});
  CHECK(dry.status == 0);
  CHECK(says(dry.err, ("next: tokenshift apps apply " + fresh + " --home").c_str()));
  CHECK(run_cli({"apps", "apply", fresh, "--home", practice.home()}).status == 0);
  const Ran replay = run_cli({"apps", "apply", fresh, "--home", practice.home()});
  CHECK(replay.status == 0);
  CHECK(says(replay.out, "nothing was written"));
}

TEST_CASE("apps list filters, and its formats carry the same rows") {
  const Practice practice;
  const auto json =
      nlohmann::json::parse(run_cli({"apps", "list", "--home", practice.home(), "-o", "json"}).out);
  CHECK(json["schema_version"] == 1);
  CHECK(json["clients"].size() == 200);
  const auto count = [&](std::vector<std::string> filter) {
    filter.insert(filter.begin(), {"apps", "list", "--home", practice.home(), "-o", "jsonl"});
    return std::ranges::count(run_cli(filter).out, '\n');
  };
  CHECK(count({}) == 200);
  CHECK(count({"--type", "jwt"}) == count({"--type", "JWT"}));
  CHECK(count({"--type", "JWT"}) + count({"--type", "opaque"}) + count({"--type", "oauth1"}) ==
        200);
  CHECK(count({"--kind", "portal"}) == 3);
  CHECK(count({"--tenant", "carbon.super"}) == count({"--tenant", "-1234"}));
  CHECK(count({"--tenant", "acme.example"}) == count({"--tenant", "1"}));
  CHECK(count({"--tenant", "acme.example"}) > 0);
  const Ran typo = run_cli({"apps", "list", "--home", practice.home(), "--tenant", "acme.exmple"});
  CHECK(typo.status == 2);
  CHECK(typo.out.empty());
  CHECK(says(typo.err, "did you mean acme.example?"));
  const Ran csv = run_cli({"apps", "list", "--home", practice.home(), "-o", "csv"});
  CHECK(csv.out.starts_with("consumer_key,name,kind,application,tenant,type,stored,state,owner\n"));
}

TEST_CASE("no output holds a secret of the database") {
  const Practice practice;
  practice.sql("UPDATE IDN_OAUTH_CONSUMER_APPS SET CONSUMER_SECRET = 'S3CR3T-CANARY'");
  practice.sql("UPDATE IDN_OAUTH2_ACCESS_TOKEN SET REFRESH_TOKEN = 'T0KEN-CANARY' || TOKEN_ID");
  practice.sql("UPDATE AM_APPLICATION_KEY_MAPPING SET APP_INFO = 'S3CR3T-CANARY'");
  for (const std::vector<std::string>& command : {std::vector<std::string>{"status"},
                                                  {"status", "-o", "json"},
                                                  {"apps", "list", "-o", "json"},
                                                  {"apps", "plan", "-o", "jsonl"},
                                                  {"apps", "apply"},
                                                  {"apps", "verify"},
                                                  {"apps", "history"}}) {
    std::vector<std::string> line = command;
    line.insert(line.end(), {"--home", practice.home()});
    const Ran ran = run_cli(line);
    CHECK_FALSE(says(ran.out + ran.err, "CANARY"));
  }
  const auto journal = practice.open();
  const auto rows =
      journal->prepare("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE OLD_VALUE LIKE '%CANARY%'");
  REQUIRE(rows->next());
  CHECK(rows->integer(0) == 0);
}
