// SPDX-License-Identifier: Apache-2.0
// What settings must not do: answer questions, hold or leak passwords, follow strangers.
#include "../../src/cli/setting_value.hpp"
#include "support/says.hpp"
#include "support/settings_place.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <unistd.h>

using namespace tokenshift;
using namespace tokenshift::cli;
using Place = test::SettingsPlace;
using test::run_cli_in;
using test::says;
namespace fs = std::filesystem;

TEST_CASE("nothing that answers a question or accepts a danger is taken from a layer") {
  const test::Practice practice(60);
  practice.make_real();
  const std::string before = practice.contents();
  const Place place;
  const std::map<std::string, std::string> variables{{"TOKENSHIFT_YES", "1"},
                                                     {"TOKENSHIFT_SERVERS_STOPPED", "1"},
                                                     {"TOKENSHIFT_CONFIRM", "WSO2AM_DB"},
                                                     {"TOKENSHIFT_HOME", practice.home()}};
  CHECK(run_cli_in(place.around(variables), {"apps", "apply"}).status == 8);
  CHECK(run_cli_in(place.around(variables), {"migrate"}).status == 8);
  CHECK(practice.contents() == before);
  const auto listed = run_cli_in(place.around(variables), {"settings"});
  CHECK(says(listed.err, "TOKENSHIFT_YES is no setting"));
  for (const char* name : {"yes", "servers-stopped", "force", "accept-irreversible", "fresh"}) {
    place.write_project(fmt::format("{} = true\n", name));
    const auto ran = run_cli_in(place.around(), {"status", "--home", practice.home()});
    CHECK(ran.status == 3);
    CHECK(says(ran.err, fmt::format(".tokenshift.toml:1:1: {} is no setting: it answers", name)));
  }
}

TEST_CASE("passwords are taken from no layer and shown by none") {
  const Place place;
  const std::string secret = "hunter2";
  for (const std::string& url :
       {"postgresql://apim:" + secret + "@db.example/apim",
        "jdbc:mysql://db.example/apim?user=apim&password=" + secret,
        "h2:/srv/db;USER=sa;PASSWORD=" + secret, "postgresql://apim:" + secret + "/1@db.example/x",
        "sqlserver://db.example;PWD=" + secret + ";x=1"}) {
    CAPTURE(url);
    CHECK_FALSE(says(without_password(url), secret));
    for (const char* name : {"db", "identity-db", "user-db"}) {
      place.write_project("");
      const auto around = place.around({{variable_of(name), url}});
      const auto listed = run_cli_in(around, {"settings"});
      CHECK(listed.status == 0);
      CHECK_FALSE(says(listed.out + listed.err, secret));
      CHECK(says(listed.out, "****"));
      CHECK(says(listed.err, "holds a password, so no command takes it"));
      CHECK_FALSE(says(run_cli_in(around, {"settings", "-o", "json"}).out, secret));
      const auto used = run_cli_in(around, {"token", "introspect", "--key", "x"});
      CHECK_FALSE(says(used.out + used.err, secret));
      place.write_project(fmt::format("{} = '{}'\n", name, url));
      const auto file = run_cli_in(place.around(), {"settings"});
      CHECK(file.status == 3);
      CHECK(says(file.err, fmt::format("{} holds a password, which belongs in no", name)));
      CHECK_FALSE(says(file.out + file.err, secret));
    }
    place.write_project("");
    const auto used = run_cli_in(place.around({{"TOKENSHIFT_DB", url}}), {"status"});
    CHECK(used.status == 2);
    CHECK(says(used.err, "TOKENSHIFT_DB holds a password"));
    CHECK_FALSE(says(used.out + used.err, secret));
  }
  for (const char* url : {"postgresql://apim@db.example:5432/apim?sslmode=require",
                          "mysql://[::1]:3306/apim", "postgresql://h:1/x?options=a@b",
                          "sqlite:/srv/pass@word.db", "jdbc:postgresql://h:5432/apim?user=a"}) {
    CHECK(without_password(url) == url);
  }
  place.write_project("password = \"" + secret + "\"\n");
  const auto ran = run_cli_in(place.around(), {"status"});
  CHECK(ran.status == 3);
  CHECK_FALSE(says(ran.err, secret));
}

TEST_CASE("a project does not choose which files are passwords, and which programs run") {
  const Place place;
  const fs::path outside = place.folder().write("secret", "x\n");
  fs::create_symlink(outside, place.project() / "link");
  for (const std::string& path : {std::string("../secret"), outside.string(), std::string("link"),
                                  std::string("~/.pgpass"), std::string("a/../../secret")}) {
    CAPTURE(path);
    place.write_project("password-file = \"" + path + "\"\n");
    const auto ran = run_cli_in(place.around(), {"settings"});
    CHECK(ran.status == 4);
    CHECK(says(ran.err, "leads out of the folder"));
    place.write_project("");
    place.write_user("password-file = \"" + path + "\"\n");
    CHECK(run_cli_in(place.around(), {"settings"}).status == 0);
    place.write_user("");
  }
  place.write_project("password-file = \"db.password\"\n");
  CHECK(says(run_cli_in(place.around(), {"settings"}).out, " db.password "));
  place.write_project("resolve-env = true\n");
  CHECK(run_cli_in(place.around(), {"settings"}).status == 4);
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_RESOLVE_ENV", "1"}}), {"settings"}).status == 4);
  place.write_project("");
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_RESOLVE_ENV", "1"}}), {"settings"}).status == 0);
  place.write_project("db = \"h2:base\"\n");
  const auto ran = run_cli_in(place.around(), {"status"});
  CHECK(ran.status == 4);
  CHECK(says(ran.err, ".tokenshift.toml:1 names a deployment on H2"));
  place.write_project("");
  place.write_user("db = \"h2:base\"\n");
  CHECK_FALSE(says(run_cli_in(place.around(), {"status"}).err, "names a deployment on H2"));
}

TEST_CASE("a settings file that somebody else could write is refused") {
  const Place place;
  place.write_project("max-rate = 5\n");
  const fs::path file = place.project() / ".tokenshift.toml";
  for (const auto extra : {fs::perms::group_write, fs::perms::others_write}) {
    fs::permissions(file, extra, fs::perm_options::add);
    const auto ran = run_cli_in(place.around(), {"guard", "rules"});
    CHECK(ran.status == 4);
    CHECK(says(ran.err, "may be written by"));
    CHECK(says(ran.err, "chmod go-w " + file.string()));
    CHECK(run_cli_in(place.around(), {"guard", "rules", "--no-settings"}).status == 0);
    fs::permissions(file, extra, fs::perm_options::remove);
  }
  CHECK(run_cli_in(place.around(), {"guard", "rules"}).status == 0);
  if (::geteuid() == 0) {
    REQUIRE(::chown(file.c_str(), 12345, 12345) == 0);
    const auto ran = run_cli_in(place.around(), {"guard", "rules"});
    CHECK(ran.status == 4);
    CHECK(says(ran.err, "belongs to another user (uid 12345)"));
  } else {
    MESSAGE("skipped: only root can give a file away");
  }
  fs::remove(file);
  fs::create_directory(file);
  CHECK(run_cli_in(place.around(), {"guard", "rules"}).status == 6);
}

TEST_CASE("the seal that guard check reads is not where migrate writes one") {
  const test::Practice practice(60);
  const Place place;
  place.write_project("seal = \"seal.json\"\nhome = \"" + practice.home() + "\"\n");
  const auto ran = run_cli_in(place.around(), {"migrate", "--yes"});
  CHECK(ran.status == 0);
  CHECK_FALSE(says(ran.err, "seal.json"));
  CHECK_FALSE(fs::exists("seal.json"));
  CHECK(run_cli_in(place.around(), {"guard", "check"}).status == 6);  // there is no such file
}

TEST_CASE("a practice deployment is never made in the database of the settings") {
  const test::Practice practice(60);
  const std::string before = practice.contents();
  const Place place;
  place.write_project("db = \"" + practice.url() + "\"\napim-version = \"4.3.0\"\n");
  const std::string made = (place.folder() / "made").string();
  const auto ran = run_cli_in(place.around(), {"lab", "create", made, "--clients", "40"});
  CHECK(ran.status == 0);
  CHECK(says(ran.out, "4.6.0"));
  CHECK(fs::exists(made + "/repository/database/WSO2AM_DB.db"));
  CHECK(practice.contents() == before);
}
