// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/digest.hpp"

#include "lab/practice.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <unistd.h>
#include <vector>

namespace tokenshift::lab {
namespace {

namespace fs = std::filesystem;
using test::Practice;
using test::TempDir;

ErrorKind kind_of_failure(const Request& request) {
  try {
    create(request);
  } catch (const Error& error) {
    CHECK_FALSE(error.hint().empty());
    return error.kind();
  }
  return ErrorKind::internal;
}

// Names and digests of all files below.
std::vector<std::string> fingerprint(const fs::path& home) {
  std::vector<std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(home)) {
    const std::string name = fs::relative(entry.path(), home).string();
    all.push_back(entry.is_regular_file()
                      ? name + " " + crypto::sha256_hex(test::slurp(entry.path()))
                      : name + "/");
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("there are exactly as many clients as asked for, in every version") {
  for (const std::string_view version : known_versions()) {
    for (const std::int64_t clients : {40, 41, 137, 1000}) {
      CAPTURE(version);
      const Practice practice({.clients = clients, .apim_version = std::string(version)});
      CHECK(practice.number("SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS") == clients);
      CHECK(practice.created.counts.clients == clients);
      CHECK(practice.texts("PRAGMA integrity_check") == "ok;");
      CHECK(practice.texts("PRAGMA foreign_key_check").empty());
    }
  }
}

TEST_CASE("the counts are those of the database") {
  const Practice practice({.clients = 3000, .custom_issuer = true});
  const Counts& counts = practice.created.counts;
  const std::string types =
      "SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS A WHERE OAUTH_VERSION ="
      " 'OAuth-2.0' AND ";
  const std::string own =
      " (SELECT 1 FROM IDN_OIDC_PROPERTY P WHERE P.CONSUMER_KEY = A.CONSUMER_KEY"
      " AND P.TENANT_ID = A.TENANT_ID AND P.PROPERTY_KEY = 'tokenType'";
  CHECK(counts.jwt == practice.number(types + "EXISTS" + own + ") AND NOT EXISTS" + own +
                                      " AND P.PROPERTY_VALUE IS NOT 'JWT')"));
  CHECK(counts.custom == 1);
  CHECK(counts.oauth1 == 1);
  CHECK(counts.jwt + counts.opaque + counts.custom + counts.oauth1 == counts.clients);
  CHECK(counts.applications == practice.number("SELECT COUNT(*) FROM AM_APPLICATION"));
  CHECK(counts.applications_jwt ==
        practice.number("SELECT COUNT(*) FROM AM_APPLICATION WHERE TOKEN_TYPE = 'JWT'"));
  const std::string keys =
      "SELECT COUNT(*) FROM AM_APPLICATION AP WHERE NOT EXISTS (SELECT 1 FROM"
      " AM_APPLICATION_KEY_MAPPING M WHERE M.APPLICATION_ID = AP.APPLICATION_ID"
      " AND M.CONSUMER_KEY IS NOT NULL";
  CHECK(counts.without_keys == practice.number(keys + ")"));
  CHECK(counts.foreign_only ==
        practice.number(keys + " AND M.CONSUMER_KEY NOT LIKE '0oa%') AND EXISTS (SELECT 1 FROM"
                               " AM_APPLICATION_KEY_MAPPING M WHERE M.APPLICATION_ID ="
                               " AP.APPLICATION_ID AND M.CONSUMER_KEY IS NOT NULL)"));
  CHECK(counts.tokens == practice.number("SELECT COUNT(*) FROM IDN_OAUTH2_ACCESS_TOKEN"));
}

TEST_CASE("a client has three properties, unless it is a hard one or has audiences") {
  const Practice practice({.clients = 1000});
  CHECK(
      practice.number("SELECT COUNT(*) FROM (SELECT 1 FROM IDN_OIDC_PROPERTY WHERE PROPERTY_KEY IN"
                      " ('tokenType', 'renewRefreshToken', 'tokenBindingType')"
                      " GROUP BY CONSUMER_KEY HAVING COUNT(*) <> 3)") == 5);
}

TEST_CASE("some tokens are alive, one never ends, and there are never many") {
  const Practice practice({.clients = 5000, .now = *parse_time("2026-04-23T10:00:00Z")});
  CHECK(practice.created.counts.tokens == 200);
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OAUTH2_ACCESS_TOKEN WHERE VALIDITY_PERIOD < 0") ==
        1);
  const std::string live =
      "SELECT COUNT(*) FROM IDN_OAUTH2_ACCESS_TOKEN WHERE TOKEN_STATE = 'ACTIVE' AND"
      " substr(ACCESS_TOKEN, 15, 1) = '3' AND (VALIDITY_PERIOD < 0 OR"
      " julianday('2026-04-23 10:00:00') < julianday(TIME_CREATED) + VALIDITY_PERIOD / 86400000.0)";
  CHECK(practice.number(live) == practice.created.counts.live_opaque);
  CHECK(practice.created.counts.live_opaque > 10);
  CHECK(practice.texts("SELECT DISTINCT TOKEN_STATE FROM IDN_OAUTH2_ACCESS_TOKEN ORDER BY 1") ==
        "ACTIVE;EXPIRED;INACTIVE;REVOKED;");
}

TEST_CASE("the tables of the feature are empty") {
  const Practice practice;
  for (const auto* const table :
       {"IDN_INVALID_TOKENS", "IDN_APP_REVOKED_EVENT", "IDN_SUBJECT_ENTITY_REVOKED_EVENT",
        "AM_APP_REVOKED_EVENT", "AM_SUBJECT_ENTITY_REVOKED_EVENT"}) {
    CHECK(practice.number("SELECT COUNT(*) FROM " + std::string(table)) == 0);
  }
}

TEST_CASE("a practice deployment says that it is one") {
  const Practice practice({.clients = 50, .apim_version = "4.4.0", .seed = 18446744073709551615U});
  CHECK(
      practice.texts("SELECT APIM_VERSION || ' ' || SEED || ' ' || CLIENTS FROM TOKENSHIFT_LAB") ==
      "4.4.0 18446744073709551615 50;");
}

TEST_CASE("there are two active tenants and an inactive one beside the super tenant") {
  const Practice practice;
  const auto shared =
      db::open("sqlite:" + practice.created.shared_database.string(), db::Access::read);
  const auto rows =
      shared->prepare("SELECT UM_DOMAIN_NAME, UM_ACTIVE FROM UM_TENANT ORDER BY UM_ID");
  std::string tenants;
  while (rows->next()) tenants += std::string(rows->text(0)) + (rows->integer(1) == 1 ? "+" : "-");
  CHECK(tenants == "acme.example+globex.example+initech.example-");
}

TEST_CASE("the same request gives the same bytes, another seed gives others") {
  const Practice first({.clients = 500, .apim_version = "4.7.0", .seed = 7});
  const Practice again({.clients = 500, .apim_version = "4.7.0", .seed = 7});
  const Practice other({.clients = 500, .apim_version = "4.7.0", .seed = 8});
  CHECK(fingerprint(first.created.home) == fingerprint(again.created.home));
  CHECK(fingerprint(first.created.home) != fingerprint(other.created.home));
}

TEST_CASE("progress is told from nothing to all") {
  const TempDir folder;
  std::vector<std::int64_t> told;
  create({.directory = folder / "home", .clients = 5000},
         [&](std::int64_t done, std::int64_t total) {
           CHECK(total == 5000);
           told.push_back(done);
         });
  CHECK(told.size() > 2);
  CHECK(told.front() == 0);
  CHECK(told.back() == 5000);
  CHECK(std::is_sorted(told.begin(), told.end()));
}

TEST_CASE("an empty directory is filled, whatever its spelling") {
  const TempDir folder;
  fs::create_directory(folder / "here");
  const Created created = create({.directory = folder / "here/../here/", .clients = 40});
  CHECK(created.home == folder / "here");
  CHECK(fs::exists(created.database));
  CHECK(std::distance(fs::directory_iterator(folder / "here"), fs::directory_iterator{}) == 3);
}

TEST_CASE("a directory with something in it is refused and left as it was") {
  const TempDir folder;
  folder.write("home/notes.txt", "mine");
  CHECK(kind_of_failure({.directory = folder / "home"}) == ErrorKind::refused);
  CHECK(kind_of_failure({.directory = folder / "home/notes.txt"}) == ErrorKind::refused);
  CHECK(fingerprint(folder.path()).size() == 2);
}

TEST_CASE("a version that is not known is refused with the ones that are") {
  const TempDir folder;
  try {
    create({.directory = folder / "home", .apim_version = "4.1.0"});
    FAIL("made it");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(error.hint() == "name one of 4.2.0, 4.3.0, 4.4.0, 4.5.0, 4.6.0, 4.7.0");
  }
}

TEST_CASE("too few clients for the hard rows are refused") {
  const TempDir folder;
  CHECK(kind_of_failure({.directory = folder / "home", .clients = 39}) == ErrorKind::usage);
  CHECK(kind_of_failure({.directory = folder / "home", .clients = -1}) == ErrorKind::usage);
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("nothing is left of a deployment that could not be made") {
  const TempDir folder;
  const auto give_up = [](std::int64_t done, std::int64_t) {
    if (done > 0) throw Error(ErrorKind::interrupted, "stopped", "again");
  };
  SUBCASE("where there was nothing") {
    CHECK_THROWS_AS(create({.directory = folder / "home", .clients = 5000}, give_up), Error);
    CHECK(fs::is_empty(folder.path()));
  }
  SUBCASE("in a directory that was there") {
    fs::create_directory(folder / "home");
    CHECK_THROWS_AS(create({.directory = folder / "home", .clients = 5000}, give_up), Error);
    CHECK(fs::is_empty(folder / "home"));
  }
}

TEST_CASE("a place where nothing can be made is an error of the environment") {
  const TempDir folder;
  CHECK(kind_of_failure({.directory = folder / "missing/home"}) == ErrorKind::environment);
  if (geteuid() == 0) {
    MESSAGE("skipped in part: root may write anywhere");
    return;
  }
  fs::create_directory(folder / "closed");
  REQUIRE(chmod((folder / "closed").c_str(), 0500) == 0);
  CHECK(kind_of_failure({.directory = folder / "closed/home"}) == ErrorKind::environment);
  REQUIRE(chmod((folder / "closed").c_str(), 0700) == 0);
}

}  // namespace tokenshift::lab
