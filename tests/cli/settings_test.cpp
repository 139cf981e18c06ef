// SPDX-License-Identifier: Apache-2.0
// What presets options, as its user sees it: where files are, what is told, what is listed.
#include "../../src/cli/settings_table.hpp"
#include "support/says.hpp"
#include "support/settings_place.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>

using namespace tokenshift;
using namespace tokenshift::cli;
using Place = test::SettingsPlace;
using test::run_cli_in;
using test::says;
namespace fs = std::filesystem;

TEST_CASE("the deployment of a project is used, told, and left when the line names another") {
  const test::Practice mine(60);
  const test::Practice other(40, "4.5.0");
  const Place place;
  place.write_project("home = \"" + mine.home() + "\"\napim-version = \"4.6.0\"\n");
  const auto plain = run_cli_in(place.around(), {"status"});
  CHECK(plain.status == 0);
  CHECK(says(plain.out, mine.home()));
  CHECK(plain.err.starts_with("settings of .tokenshift.toml: --home " + mine.home() +
                              " --apim-version 4.6.0\n"));
  const auto named = run_cli_in(place.around(), {"status", "--home", other.home()});
  CHECK(says(named.out, other.home()));
  CHECK(says(named.out, "4.5.0"));  // the version is of the other one
  CHECK_FALSE(says(named.out + named.err, mine.home()));
  CHECK_FALSE(says(named.err, "settings of"));
  const auto database = run_cli_in(place.around(), {"apps", "list", "--db", other.url()});
  CHECK(database.status == 0);
  CHECK(database.out == test::run_cli({"apps", "list", "--db", other.url()}).out);
  // A node as an argument beside a preset home is no conflict.
  CHECK(run_cli_in(place.around(), {"config", "show", other.home()}).status == 0);
  const auto file = run_cli_in(place.around(), {"guard", "check", other.toml()});
  CHECK(says(file.err, "without --home of .tokenshift.toml:1, because of FILE"));
  CHECK(run_cli_in(place.around(), {"status", "--no-settings"}).status == 2);
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_NO_SETTINGS", "1"}}), {"status"}).status == 2);
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_NO_SETTINGS", "off"}}), {"status"}).status == 0);
}

TEST_CASE("quiet silences the note about a deployment, but not when the project says quiet") {
  const test::Practice practice(60);
  const Place place;
  place.write_project("home = \"" + practice.home() + "\"\n");
  CHECK(says(run_cli_in(place.around(), {"apps", "list"}).err, "settings of"));
  CHECK(run_cli_in(place.around(), {"apps", "list", "--quiet"}).err.empty());
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_QUIET", "1"}}), {"apps", "list"}).err.empty());
  place.write_project("home = \"" + practice.home() + "\"\nquiet = true\n");
  const auto ran = run_cli_in(place.around(), {"apps", "list"});
  CHECK(ran.err == "settings of .tokenshift.toml: --home " + practice.home() + "\n");
  CHECK(says(run_cli_in(place.around(), {"status", "--quiet=false"}).err, "next:"));
}

TEST_CASE("what is wrong in a settings file is told with its place and what was meant") {
  struct Row {
    std::string text;
    std::string said;
    std::string hint;
  };
  const Place place;
  for (const Row& row : {
           Row{"\nmax-rat = 5\n", ":2:1: max-rat is no setting", "did you mean max-rate?"},
           Row{"apim_version = \"4.6.0\"\n", ":1:1: apim_version is no setting", "apim-version"},
           Row{"max-rate = \"5\"\n", ":1:12: max-rate wants a whole number", "settings --help"},
           Row{"max-rate = 5.5\n", ":1:12: max-rate wants a whole number", ""},
           Row{"max-rate = 99999999999999999999\n", ":1:12: ", ""},
           Row{"quiet = \"yes\"\n", ":1:9: quiet wants true or false", ""},
           Row{"home = 5\n", ":1:8: home wants text in quotes", ""},
           Row{"home = [\"a\"]\n", ":1:8: home wants text in quotes", ""},
           Row{"base = \"old.toml\"\n", ":1:8: base wants git:REV", ""},
           Row{"[apps]\nmax-rate = 5\n", ":1:1: apps is no setting: there are no tables", ""},
           Row{"[[home]]\nx = 5\n", ":1:1: home is no setting: there are no tables", ""},
           Row{"home.x = 5\n", ":1:1: home is no setting: there are no tables", ""},
           Row{"home = {}\n", ":1:", ""},
           Row{"max-rate = 5\nmax-rate = 6\n", ":2:", ""},
           Row{"max-rate = \n", ":1:", ""},
           Row{"output = \"json\"\n", ":1:1: output is no setting: scripts count on", "--output"},
           Row{"color = \"blue\"\n", ":1:9: color: \"blue\" is none of auto, always, never", ""},
           Row{"\xff = 1\n", ":1:", ""},
       }) {
    CAPTURE(row.text);
    place.write_project(row.text);
    for (const std::vector<std::string>& line :
         {std::vector<std::string>{"settings"}, {"guard", "rules"}}) {
      const auto ran = run_cli_in(place.around(), line);
      CAPTURE(ran.err);
      CHECK(ran.status == 3);
      CHECK(says(ran.err, ".tokenshift.toml" + row.said));
      CHECK(says(ran.err, "hint: "));
      CHECK(says(ran.err, row.hint));
    }
  }
}

TEST_CASE("what is wrong in a variable is told with its name") {
  const Place place;
  const auto bad = [&](const std::string& name, const std::string& value) {
    return run_cli_in(place.around({{name, value}}), {"guard", "rules"});
  };
  CHECK(bad("TOKENSHIFT_MAX_RATE", "fast").status == 2);
  CHECK(says(bad("TOKENSHIFT_MAX_RATE", "fast").err, "\"fast\" is not a whole number"));
  CHECK(bad("TOKENSHIFT_QUIET", "maybe").status == 2);
  CHECK(bad("TOKENSHIFT_COLOR", "blue").status == 2);
  CHECK(says(bad("TOKENSHIFT_COLOR", "blue").err, "TOKENSHIFT_COLOR: color: \"blue\" is none of"));
  CHECK(bad("TOKENSHIFT_MAX_RATE", "").status == 0);  // as not set
  const auto listed = run_cli_in(
      place.around({{"TOKENSHIFT_MAXRATE", "5"}, {"TOKENSHIFT_TEST_CORPUS", "x"}}), {"settings"});
  CHECK(listed.status == 0);
  CHECK(says(listed.err, "TOKENSHIFT_MAXRATE is no setting"));
  CHECK(says(listed.err, "did you mean TOKENSHIFT_MAX_RATE?"));
  CHECK_FALSE(says(listed.err, "CORPUS"));
}

TEST_CASE("the project's file is the nearest one up to the root of the repository") {
  const Place place;
  const fs::path deep = place.project() / "a/b";
  fs::create_directories(deep);
  place.write_project("max-rate = 5\n");
  auto around = place.around();
  const auto source = [&](const fs::path& folder) {
    around.folder = folder;
    const auto json = nlohmann::json::parse(run_cli_in(around, {"settings", "-o", "json"}).out);
    for (const auto& row : json["settings"]) {
      if (row["name"] == "max-rate") return row["source"].get<std::string>();
    }
    return std::string("none");
  };
  CHECK(source(place.project()) == ".tokenshift.toml:1");
  CHECK(source(deep) == "default");  // no repository
  fs::create_directory(place.project() / ".git");
  CHECK(source(deep) == "../../.tokenshift.toml:1");
  place.folder().write("project/a/.tokenshift.toml", "max-rate = 6\n");
  fs::permissions(place.project() / "a/.tokenshift.toml", fs::perms::owner_read);
  CHECK(source(deep) == "../.tokenshift.toml:1");
  fs::create_directory(deep / ".git");
  CHECK(source(deep) == "default");
}

TEST_CASE("relative paths are relative to the file that holds them") {
  const Place place;
  fs::create_directories(place.project() / ".git");
  fs::create_directories(place.project() / "deep");
  const auto value = [&](const std::string& name, const std::string& text) {
    place.write_project(fmt::format("{} = \"{}\"\n", name, text));
    auto around = place.around();
    around.folder = place.project() / "deep";
    const auto json = nlohmann::json::parse(run_cli_in(around, {"settings", "-o", "json"}).out);
    for (const auto& row : json["settings"]) {
      if (row["name"] == name) return row["value"].get<std::string>();
    }
    return std::string();
  };
  const std::string here = place.project().string();
  CHECK(value("home", "wso2am") == here + "/wso2am");
  CHECK(value("home", ".") == here);
  CHECK(value("home", "./wso2am/") == here + "/wso2am");
  CHECK(value("home", "../wso2am") == place.folder().path().string() + "/wso2am");
  CHECK(value("home", "/opt/wso2am") == "/opt/wso2am");
  CHECK(value("home", "~/wso2am") == place.home().string() + "/wso2am");
  CHECK(value("db", "sqlite:a.db") == "sqlite:" + here + "/a.db");
  CHECK(value("db", "jdbc:sqlite:a.db") == "jdbc:sqlite:" + here + "/a.db");
  CHECK(value("db", "jdbc:h2:./a;AUTO_SERVER=TRUE") == "jdbc:h2:" + here + "/a;AUTO_SERVER=TRUE");
  CHECK(value("db", "h2:mem:x") == "h2:mem:x");
  CHECK(value("db", "postgresql://h/x") == "postgresql://h/x");
  CHECK(value("base", "git:main") == "git:main");
  CHECK(value("apim-version", "4.6.0") == "4.6.0");
  // As it is written where that is right.
  place.write_project("home = \"./wso2am\"\n");
  CHECK(says(run_cli_in(place.around(), {"settings"}).out, " wso2am "));
}

TEST_CASE("settings are listed with value, source and default") {
  const Place place;
  place.write_project("max-rate = 500\nfail-on = \"WARNING\"\n");
  place.write_user("home = \"/opt/wso2am\"\nmax-rate = 9\nno-input = true\n");
  const auto around = place.around({{"TOKENSHIFT_DB", "sqlite:x.db"}, {"TOKENSHIFT_SLEEP", "7"}});
  const auto text = nlohmann::json::parse(run_cli_in(around, {"settings", "-o", "json"}).out);
  std::map<std::string, nlohmann::json> rows;
  for (const auto& row : text["settings"]) rows[row["name"]] = row;
  CHECK(rows.size() == settings_table().size());
  CHECK(rows["max-rate"]["value"] == 500);
  CHECK(rows["max-rate"]["source"] == ".tokenshift.toml:1");
  CHECK(rows["max-rate"]["default"] == 0);
  CHECK(rows["fail-on"]["value"] == "warning");
  CHECK(rows["no-input"]["value"] == true);
  CHECK(rows["no-input"]["source"] == "~/.config/tokenshift/config.toml:3");
  CHECK(rows["sleep"]["source"] == "TOKENSHIFT_SLEEP");
  CHECK(rows["sleep"]["variable"] == "TOKENSHIFT_SLEEP");
  CHECK(rows["db"]["value"] == "sqlite:x.db");
  CHECK(rows["home"]["value"].is_null());
  CHECK(rows["lock-timeout"]["value"] == 5);
  CHECK(rows["lock-timeout"]["source"] == "default");
  CHECK(rows["batch-size"]["default"] == 20000);
  CHECK(text["left_out"][0]["name"] == "home");
  CHECK(text["left_out"][0]["because"] == "TOKENSHIFT_DB");
  CHECK(text["files"].size() == 2);
  CHECK(text["files"][0]["found"] == true);
  const auto table = run_cli_in(around, {"settings"});
  CHECK(table.status == 0);
  CHECK(says(table.out, "read      .tokenshift.toml\n"));
  CHECK(says(table.err, "home of ~/.config/tokenshift/config.toml:1 is left out"));
  auto elsewhere = around;
  elsewhere.variables["XDG_CONFIG_HOME"] = (place.folder() / "xdg").string();
  elsewhere.folder.clear();
  CHECK(says(run_cli_in(elsewhere, {"settings"}).out,
             "not there " + (place.folder() / "xdg/tokenshift/config.toml").string()));
  elsewhere.variables["XDG_CONFIG_HOME"] = "relative";  // is to be ignored, says its specification
  CHECK(
      says(run_cli_in(elsewhere, {"settings"}).out, "read      ~/.config/tokenshift/config.toml"));
}

TEST_CASE("colours follow option, setting, NO_COLOR and FORCE_COLOR, in this order") {
  const test::Practice practice(60);
  const Place place;
  const auto coloured = [&](std::map<std::string, std::string> variables,
                            std::vector<std::string> more = {}) {
    std::vector<std::string> line{"status", "--home", practice.home()};
    line.insert(line.end(), more.begin(), more.end());
    return says(run_cli_in(place.around(std::move(variables)), line).out, "\x1b[");
  };
  CHECK_FALSE(coloured({}));
  CHECK(coloured({{"FORCE_COLOR", "1"}}));
  CHECK_FALSE(coloured({{"FORCE_COLOR", "0"}}));
  CHECK_FALSE(coloured({{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}));
  CHECK(coloured({{"NO_COLOR", "1"}, {"TOKENSHIFT_COLOR", "always"}}));
  CHECK_FALSE(coloured({{"TOKENSHIFT_COLOR", "always"}}, {"--color", "never"}));
}

TEST_CASE("help, version and completions work whatever the settings files hold") {
  const Place place;
  place.write_project("nonsense\n");
  place.write_user("nonsense\n");
  const auto around = place.around({{"TOKENSHIFT_MAX_RATE", "x"}});
  for (const std::vector<std::string>& line : {std::vector<std::string>{"--version"},
                                               {"--help"},
                                               {"help", "apps", "list"},
                                               {"status", "--help"},
                                               {"completion", "bash"},
                                               {"__complete", "rules"},
                                               {"__complete", "runs"},
                                               {"guard", "rules", "--no-settings"}}) {
    CAPTURE(line);
    CHECK(run_cli_in(around, line).status == 0);
  }
}

TEST_CASE("what completions ask is answered of the deployment of the settings") {
  const test::Practice practice;
  REQUIRE(test::run_cli({"apps", "apply", "--home", practice.home(), "--yes"}).status == 0);
  const Place place;
  const std::vector<std::string> question{"__complete", "runs", "apps", "undo"};
  CHECK(run_cli_in(place.around(), question).out.empty());
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_HOME", practice.home()}}), question)
            .out.starts_with("1\t"));
  place.write_project("db = \"" + practice.url() + "\"\n");
  const auto ran = run_cli_in(place.around(), question);
  CHECK(ran.out.starts_with("1\t"));
  CHECK(ran.err.empty());
  auto other = question;
  other.insert(other.end(), {"--home", "/nowhere"});
  CHECK(run_cli_in(place.around(), other).out.empty());
  other = question;
  other.emplace_back("--no-settings");
  CHECK(run_cli_in(place.around(), other).out.empty());
}
