// SPDX-License-Identifier: Apache-2.0
// What presets options: that each layer overrides the next, for every setting; what must not be
// preset, mixed or shown.
#include "../../src/cli/parser.hpp"
#include "../../src/cli/presets.hpp"
#include "../../src/cli/setting_value.hpp"
#include "support/errors.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <unistd.h>

using namespace tokenshift;
using namespace tokenshift::cli;
using test::run_cli_in;
namespace fs = std::filesystem;

namespace {

// A folder with a project, and a user's home.
class Place {
 public:
  Place() {
    fs::create_directories(project());
    fs::create_directories(home() / ".config/tokenshift");
  }

  fs::path project() const { return folder_ / "project"; }
  fs::path home() const { return folder_ / "home"; }
  const test::TempDir& folder() const { return folder_; }

  void write_project(const std::string& text) const { write("project/.tokenshift.toml", text); }
  void write_user(const std::string& text) const {
    write("home/.config/tokenshift/config.toml", text);
  }

  test::Around around(std::map<std::string, std::string> variables = {}) const {
    variables["HOME"] = home().string();
    return {.variables = std::move(variables), .folder = project()};
  }

 private:
  void write(const std::string& name, const std::string& text) const {
    const fs::path path = folder_.write(name, text);
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  }

  test::TempDir folder_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The values of a setting that the layers are given, all different where that is possible.
std::string value_for(const Setting& setting, const Option& option, std::size_t layer) {
  if (setting.kind == SettingKind::number) return std::to_string(11 + layer);
  if (!option.choices.empty()) return option.choices[layer % option.choices.size()];
  const std::string name = fmt::format("v{}", layer);
  if (setting.kind == SettingKind::url) return "sqlite:/" + name;
  if (setting.kind == SettingKind::revision) return "git:" + name;
  return setting.kind == SettingKind::text ? name : "/" + name;
}

std::string toml_of(const Setting& setting, const std::string& value) {
  const bool bare = setting.kind == SettingKind::number || setting.kind == SettingKind::flag;
  return fmt::format("{} = {}{}{}\n", setting.name, bare ? "" : "\"", value, bare ? "" : "\"");
}

std::string value_in(const Option& option) {
  if (const auto* flag = std::get_if<bool*>(&option.target)) return **flag ? "true" : "false";
  if (const auto* text = std::get_if<std::string*>(&option.target)) return **text;
  if (const auto* number = std::get_if<std::int64_t*>(&option.target)) {
    return std::to_string(**number);
  }
  const auto& number = *std::get<std::optional<std::int64_t>*>(option.target);
  return number ? std::to_string(*number) : "";
}

// What has to stand in the line of a command, whatever else is given.
std::vector<std::string> required_words(const Command& command) {
  std::vector<std::string> words;
  for (const Option& option : command.options) {
    if (!option.required) continue;
    if (!is_argument(option)) words.push_back("--" + bare_name(option));
    words.push_back(option.choices.empty() ? "1" : option.choices.front());
  }
  return words;
}

// The value that the command's option has in the end. `values`: of line, environment, project and
// user's file; empty where that layer says nothing.
std::string outcome(const CommandRow& row, const Setting& setting, const Place& place,
                    const std::array<std::string, 4>& values) {
  const Command command = row.make();
  CommonOptions common_values;
  const auto common = common_options(common_values);
  auto line = required_words(command);
  if (!values[0].empty()) line.push_back(fmt::format("--{}={}", setting.name, values[0]));
  place.write_project(values[2].empty() ? "" : toml_of(setting, values[2]));
  place.write_user(values[3].empty() ? "" : toml_of(setting, values[3]));
  std::istringstream in;
  std::ostringstream out;
  const World world{.in = in,
                    .out = out,
                    .err = out,
                    .environment = [&](const std::string& name) -> std::optional<std::string> {
                      if (name == "HOME") return place.home().string();
                      if (name == variable_of(setting.name) && !values[1].empty()) return values[1];
                      return std::nullopt;
                    },
                    .now = test::test_now,
                    .folder = place.project()};
  const Parsed parsed = parse(command, common, line);
  const Settings settings = read_settings(world);
  const std::array<std::span<const Option>, 2> options{command.options, common};
  apply_presets(command.name, options, choose(settings, parsed.given));
  for (const auto& list : options) {
    for (const Option& option : list) {
      if (bare_name(option) == setting.name) return value_in(option);
    }
  }
  return "no such option";
}

const Option* option_of(const Command& command, const std::vector<Option>& common,
                        std::string_view name) {
  for (const auto* list : {&command.options, &common}) {
    const auto found = std::ranges::find(*list, name, bare_name);
    if (found != list->end()) return &*found;
  }
  return nullptr;
}

// Whether what the line has to hold anyway leaves the setting out.
bool is_left_out_always(const Command& command, const Setting& setting) {
  const auto stronger = yields_to(setting);
  return std::ranges::any_of(command.options, [&](const Option& option) {
    return option.required && std::ranges::find(stronger, bare_name(option)) != stronger.end();
  });
}

}  // namespace

TEST_CASE("every layer overrides those below it, for each setting of each command") {
  const Place place;
  // A password file of a project lies in its folder.
  const auto of_layer = [&](const Setting& setting, const Option& option, std::size_t layer) {
    if (setting.kind == SettingKind::secret_path) {
      return (place.project() / fmt::format("v{}", layer)).string();
    }
    return value_for(setting, option, layer);
  };
  for (const Setting& setting : settings_table()) {
    CAPTURE(setting.name);
    bool tried = false;
    for (const CommandRow& row : command_table()) {
      const Command command = row.make();
      CommonOptions values;
      const auto common = common_options(values);
      const Option* const option = option_of(command, common, setting.name);
      // The common options are the same in all commands.
      if (option == nullptr || !presets(setting, row.name)) continue;
      if (is_left_out_always(command, setting)) continue;
      if (tried && option_of({}, common, setting.name) != nullptr) continue;
      tried = true;
      CAPTURE(row.name);
      const std::string fallback = value_in(*option);
      for (unsigned said = 0; said < 16; ++said) {  // which layers say something, as bits
        std::array<std::string, 4> given;
        std::string wanted = fallback;
        for (std::size_t layer = 4; layer-- > 0;) {
          if ((said & (1U << layer)) == 0) continue;
          if (layer == 2 && !setting.not_in_project.empty()) continue;
          given.at(layer) = setting.kind == SettingKind::flag ? (layer % 2 == 0 ? "true" : "false")
                                                              : of_layer(setting, *option, layer);
          wanted = given.at(layer);
        }
        CAPTURE(said);
        CHECK(outcome(row, setting, place, given) == wanted);
      }
    }
    CHECK(tried);
  }
}

TEST_CASE("it is decided about every option whether it may be preset") {
  CommonOptions values;
  std::set<std::string> names;
  std::map<std::string, std::string> defaults;
  const auto look = [&](std::string_view command, const std::vector<Option>& options) {
    for (const Option& option : options) {
      if (is_argument(option)) continue;
      const std::string name = bare_name(option);
      CAPTURE(command);
      CAPTURE(name);
      names.insert(name);
      const Setting* const setting = find_setting(name);
      CHECK((setting != nullptr) == why_never(name).empty());
      if (setting == nullptr) continue;
      CHECK((setting->kind == SettingKind::flag) == !takes_value(option));
      const bool number = std::holds_alternative<std::int64_t*>(option.target) ||
                          std::holds_alternative<std::optional<std::int64_t>*>(option.target);
      CHECK((setting->kind == SettingKind::number) == number);
      CHECK_FALSE(takes_many(option));
      CHECK_FALSE(option.required);
      if (!presets(*setting, command)) continue;
      CHECK(defaults.emplace(name, value_in(option)).first->second == value_in(option));
    }
  };
  for (const Command& command : commands()) look(command.name, command.options);
  look("", common_options(values));
  for (const Setting& setting : settings_table()) {
    CHECK(names.contains(std::string(setting.name)));
  }
}

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
  CHECK(has(listed.err, "TOKENSHIFT_YES is no setting"));
  for (const char* name : {"yes", "servers-stopped", "force", "accept-irreversible", "fresh"}) {
    place.write_project(fmt::format("{} = true\n", name));
    const auto ran = run_cli_in(place.around(), {"status", "--home", practice.home()});
    CHECK(ran.status == 3);
    CHECK(has(ran.err, fmt::format(".tokenshift.toml:1:1: {} is no setting: it answers", name)));
  }
}

TEST_CASE("only the highest layer that names a deployment says which it is") {
  const std::vector<std::string> naming{"home", "deployment-toml", "db", "identity-db"};
  const std::vector<std::string> details{
      "apim-version", "password-file", "identity-password-file", "resolve-env", "issuer",
      "profile",      "user-db",       "keystore-password-file"};
  const auto preset = [](const std::string& name, LayerKind kind) {
    return Preset{find_setting(name), kind, "x", name, name};
  };
  const auto used = [](const Settings& settings, const std::vector<std::string>& line,
                       const std::string& name) {
    return choose(settings, line).find(name) != nullptr;
  };
  for (const std::string& high : naming) {
    CAPTURE(high);
    for (const auto* others : {&naming, &details}) {
      for (const std::string& low : *others) {
        CAPTURE(low);
        if (low == high) continue;
        const Settings both{{{LayerKind::environment, "", {preset(high, LayerKind::environment)}},
                             {LayerKind::project, "", {preset(low, LayerKind::project)}}},
                            {}};
        CHECK(used(both, {}, high));
        CHECK_FALSE(used(both, {}, low));
        const Settings one{
            {{LayerKind::user, "", {preset(high, LayerKind::user), preset(low, LayerKind::user)}}},
            {}};
        CHECK(used(one, {}, high));
        CHECK(used(one, {}, low));
        CHECK_FALSE(used(one, {high}, low));  // the line is the highest layer
        CHECK(used(one, {"max-rate"}, low));
      }
    }
    for (const std::string& detail : details) {
      CAPTURE(detail);  // a detail of a stronger layer goes with the deployment of a weaker one
      const Settings both{{{LayerKind::environment, "", {preset(detail, LayerKind::environment)}},
                           {LayerKind::project, "", {preset(high, LayerKind::project)}}},
                          {}};
      CHECK(used(both, {}, high));
      CHECK(used(both, {}, detail));
    }
    // Nodes, files, keys and a store of one's own are about something else, too.
    const Settings one{{{LayerKind::project, "", {preset(high, LayerKind::project)}}}, {}};
    for (const char* word : {"NODE", "FILE", "staged", "key", "store"}) {
      CHECK_FALSE(used(one, {word}, high));
    }
  }
}

TEST_CASE("the deployment of a project is used, told, and left when the line names another") {
  const test::Practice mine(60);
  const test::Practice other(40, "4.5.0");
  const Place place;
  place.write_project("home = \"" + mine.home() + "\"\napim-version = \"4.6.0\"\n");
  const auto plain = run_cli_in(place.around(), {"status"});
  CHECK(plain.status == 0);
  CHECK(has(plain.out, mine.home()));
  CHECK(plain.err.starts_with("settings of .tokenshift.toml: --home " + mine.home() +
                              " --apim-version 4.6.0\n"));
  const auto named = run_cli_in(place.around(), {"status", "--home", other.home()});
  CHECK(has(named.out, other.home()));
  CHECK(has(named.out, "4.5.0"));  // the version is of the other one
  CHECK_FALSE(has(named.out + named.err, mine.home()));
  CHECK_FALSE(has(named.err, "settings of"));
  const auto database = run_cli_in(place.around(), {"apps", "list", "--db", other.url()});
  CHECK(database.status == 0);
  CHECK(database.out == test::run_cli({"apps", "list", "--db", other.url()}).out);
  // A node as an argument beside a preset home is no conflict.
  CHECK(run_cli_in(place.around(), {"config", "show", other.home()}).status == 0);
  const auto file = run_cli_in(place.around(), {"guard", "check", other.toml()});
  CHECK(has(file.err, "without --home of .tokenshift.toml:1, because of FILE"));
  CHECK(run_cli_in(place.around(), {"status", "--no-settings"}).status == 2);
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_NO_SETTINGS", "1"}}), {"status"}).status == 2);
}

TEST_CASE("quiet silences the note about a deployment, but not when the project says quiet") {
  const test::Practice practice(60);
  const Place place;
  place.write_project("home = \"" + practice.home() + "\"\n");
  CHECK(has(run_cli_in(place.around(), {"apps", "list"}).err, "settings of"));
  CHECK(run_cli_in(place.around(), {"apps", "list", "--quiet"}).err.empty());
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_QUIET", "1"}}), {"apps", "list"}).err.empty());
  place.write_project("home = \"" + practice.home() + "\"\nquiet = true\n");
  const auto ran = run_cli_in(place.around(), {"apps", "list"});
  CHECK(ran.err == "settings of .tokenshift.toml: --home " + practice.home() + "\n");
  CHECK(has(run_cli_in(place.around(), {"status", "--quiet=false"}).err, "next:"));
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
    CHECK_FALSE(has(without_password(url), secret));
    for (const char* name : {"db", "identity-db", "user-db"}) {
      place.write_project("");
      const auto around = place.around({{variable_of(name), url}});
      const auto listed = run_cli_in(around, {"settings"});
      CHECK(listed.status == 0);
      CHECK_FALSE(has(listed.out + listed.err, secret));
      CHECK(has(listed.out, "****"));
      CHECK(has(listed.err, "holds a password, so no command takes it"));
      CHECK_FALSE(has(run_cli_in(around, {"settings", "-o", "json"}).out, secret));
      const auto used = run_cli_in(around, {"token", "introspect", "--key", "x"});
      CHECK_FALSE(has(used.out + used.err, secret));
      place.write_project(fmt::format("{} = '{}'\n", name, url));
      const auto file = run_cli_in(place.around(), {"settings"});
      CHECK(file.status == 3);
      CHECK(has(file.err, fmt::format("{} holds a password, which belongs in no", name)));
      CHECK_FALSE(has(file.out + file.err, secret));
    }
    place.write_project("");
    const auto used = run_cli_in(place.around({{"TOKENSHIFT_DB", url}}), {"status"});
    CHECK(used.status == 2);
    CHECK(has(used.err, "TOKENSHIFT_DB holds a password"));
    CHECK_FALSE(has(used.out + used.err, secret));
  }
  for (const char* url : {"postgresql://apim@db.example:5432/apim?sslmode=require",
                          "mysql://[::1]:3306/apim", "postgresql://h:1/x?options=a@b",
                          "sqlite:/srv/pass@word.db", "jdbc:postgresql://h:5432/apim?user=a"}) {
    CHECK(without_password(url) == url);
  }
  place.write_project("password = \"" + secret + "\"\n");
  const auto ran = run_cli_in(place.around(), {"status"});
  CHECK(ran.status == 3);
  CHECK_FALSE(has(ran.err, secret));
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
    CHECK(has(ran.err, "leads out of the folder"));
    place.write_project("");
    place.write_user("password-file = \"" + path + "\"\n");
    CHECK(run_cli_in(place.around(), {"settings"}).status == 0);
    place.write_user("");
  }
  place.write_project("password-file = \"db.password\"\n");
  CHECK(has(run_cli_in(place.around(), {"settings"}).out, " db.password "));
  place.write_project("resolve-env = true\n");
  CHECK(run_cli_in(place.around(), {"settings"}).status == 4);
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_RESOLVE_ENV", "1"}}), {"settings"}).status == 4);
  place.write_project("");
  CHECK(run_cli_in(place.around({{"TOKENSHIFT_RESOLVE_ENV", "1"}}), {"settings"}).status == 0);
  place.write_project("db = \"h2:base\"\n");
  const auto ran = run_cli_in(place.around(), {"status"});
  CHECK(ran.status == 4);
  CHECK(has(ran.err, ".tokenshift.toml:1 names a deployment on H2"));
  place.write_project("");
  place.write_user("db = \"h2:base\"\n");
  CHECK_FALSE(has(run_cli_in(place.around(), {"status"}).err, "names a deployment on H2"));
}

TEST_CASE("a settings file that somebody else could write is refused") {
  const Place place;
  place.write_project("max-rate = 5\n");
  const fs::path file = place.project() / ".tokenshift.toml";
  for (const auto extra : {fs::perms::group_write, fs::perms::others_write}) {
    fs::permissions(file, extra, fs::perm_options::add);
    const auto ran = run_cli_in(place.around(), {"guard", "rules"});
    CHECK(ran.status == 4);
    CHECK(has(ran.err, "may be written by"));
    CHECK(has(ran.err, "chmod go-w " + file.string()));
    CHECK(run_cli_in(place.around(), {"guard", "rules", "--no-settings"}).status == 0);
    fs::permissions(file, extra, fs::perm_options::remove);
  }
  CHECK(run_cli_in(place.around(), {"guard", "rules"}).status == 0);
  if (::geteuid() == 0) {
    REQUIRE(::chown(file.c_str(), 12345, 12345) == 0);
    const auto ran = run_cli_in(place.around(), {"guard", "rules"});
    CHECK(ran.status == 4);
    CHECK(has(ran.err, "belongs to another user (uid 12345)"));
  } else {
    MESSAGE("skipped: only root can give a file away");
  }
  fs::remove(file);
  fs::create_directory(file);
  CHECK(run_cli_in(place.around(), {"guard", "rules"}).status == 6);
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
      CHECK(has(ran.err, ".tokenshift.toml" + row.said));
      CHECK(has(ran.err, "hint: "));
      CHECK(has(ran.err, row.hint));
    }
  }
}

TEST_CASE("what is wrong in a variable is told with its name") {
  const Place place;
  const auto bad = [&](const std::string& name, const std::string& value) {
    return run_cli_in(place.around({{name, value}}), {"guard", "rules"});
  };
  CHECK(bad("TOKENSHIFT_MAX_RATE", "fast").status == 2);
  CHECK(has(bad("TOKENSHIFT_MAX_RATE", "fast").err, "\"fast\" is not a whole number"));
  CHECK(bad("TOKENSHIFT_QUIET", "maybe").status == 2);
  CHECK(bad("TOKENSHIFT_COLOR", "blue").status == 2);
  CHECK(has(bad("TOKENSHIFT_COLOR", "blue").err, "TOKENSHIFT_COLOR: color: \"blue\" is none of"));
  CHECK(bad("TOKENSHIFT_MAX_RATE", "").status == 0);  // as not set
  const auto listed = run_cli_in(
      place.around({{"TOKENSHIFT_MAXRATE", "5"}, {"TOKENSHIFT_TEST_CORPUS", "x"}}), {"settings"});
  CHECK(listed.status == 0);
  CHECK(has(listed.err, "TOKENSHIFT_MAXRATE is no setting"));
  CHECK(has(listed.err, "did you mean TOKENSHIFT_MAX_RATE?"));
  CHECK_FALSE(has(listed.err, "CORPUS"));
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
  CHECK(has(run_cli_in(place.around(), {"settings"}).out, " wso2am "));
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
  CHECK(has(table.out, "read      .tokenshift.toml\n"));
  CHECK(has(table.err, "home of ~/.config/tokenshift/config.toml:1 is left out"));
  auto elsewhere = around;
  elsewhere.variables["XDG_CONFIG_HOME"] = (place.folder() / "xdg").string();
  elsewhere.folder.clear();
  CHECK(has(run_cli_in(elsewhere, {"settings"}).out,
            "not there " + (place.folder() / "xdg/tokenshift/config.toml").string()));
  elsewhere.variables["XDG_CONFIG_HOME"] = "relative";  // is to be ignored, says its specification
  CHECK(has(run_cli_in(elsewhere, {"settings"}).out, "read      ~/.config/tokenshift/config.toml"));
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

TEST_CASE("a practice deployment is never made in the database of the settings") {
  const test::Practice practice(60);
  const std::string before = practice.contents();
  const Place place;
  place.write_project("db = \"" + practice.url() + "\"\napim-version = \"4.3.0\"\n");
  const std::string made = (place.folder() / "made").string();
  const auto ran = run_cli_in(place.around(), {"lab", "create", made, "--clients", "40"});
  CHECK(ran.status == 0);
  CHECK(has(ran.out, "4.6.0"));
  CHECK(fs::exists(made + "/repository/database/WSO2AM_DB.db"));
  CHECK(practice.contents() == before);
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
