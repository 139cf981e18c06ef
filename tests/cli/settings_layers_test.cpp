// SPDX-License-Identifier: Apache-2.0
// That each layer of settings overrides the next, for every setting of every command, and that it
// is decided about every option.
#include "../../src/cli/parser.hpp"
#include "../../src/cli/presets.hpp"
#include "support/settings_place.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>

using namespace tokenshift;
using namespace tokenshift::cli;
using Place = test::SettingsPlace;

namespace {

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
