// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "setting_value.hpp"
#include "settings_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::cli {
namespace {

constexpr const char* switch_off = "TOKENSHIFT_NO_SETTINGS";

Layer read_environment(const World& world) {
  Layer layer{LayerKind::environment, "the environment", {}};
  for (const Setting& setting : settings_table()) {
    const std::string variable = variable_of(setting.name);
    const std::string text = world.environment(variable).value_or("");
    if (text.empty()) continue;  // as not set, which shells cannot always do
    const auto value = value_of_text(setting, text);
    if (!value) {
      throw Error(
          ErrorKind::usage,
          fmt::format("{}: \"{}\" is not {}", variable, shown_word(text), what_it_takes(setting)),
          fmt::format("set it right, or unset {}", variable));
    }
    layer.presets.push_back({&setting, LayerKind::environment, *value, variable, variable});
  }
  return layer;
}

bool is_switched_off(const World& world) {
  const std::string value = world.environment(switch_off).value_or("");
  return !value.empty() && truth_of(value) != "false";
}

}  // namespace

Settings read_settings(const World& world) {
  Settings settings;
  if (is_switched_off(world)) return settings;
  settings.layers.push_back(read_environment(world));
  for (const FoundFile& file : settings_files(world)) {
    std::optional<Layer> layer = read_settings_file(world, file);
    settings.files.push_back({file.shown, layer.has_value()});
    if (layer) settings.layers.push_back(std::move(*layer));
  }
  return settings;
}

const Preset* Chosen::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      used, [&](const Preset* preset) { return preset->setting->name == name; });
  return found == used.end() ? nullptr : *found;
}

Chosen choose(const Settings& settings, const std::vector<std::string>& given) {
  Chosen chosen;
  std::map<std::string, std::string> above;  // what is given already, and where
  for (const std::string& name : given) above.emplace(name, "the command line");
  for (const Layer& layer : settings.layers) {
    for (const Preset& preset : layer.presets) {
      if (above.contains(std::string(preset.setting->name))) continue;
      const auto names = yields_to(*preset.setting);
      const auto stronger = std::ranges::find_if(
          names, [&](const std::string& name) { return above.contains(name); });
      if (stronger == names.end()) {
        chosen.used.push_back(&preset);
      } else {
        chosen.left_out.push_back({&preset, *stronger, above.at(*stronger)});
      }
    }
    for (const Preset& preset : layer.presets) {
      above.emplace(std::string(preset.setting->name), preset.source);
    }
  }
  return chosen;
}

std::vector<std::string> unknown_variables(const World& world) {
  std::vector<std::string> unknown;
  if (!world.variables) return unknown;
  for (std::string& name : world.variables()) {
    const bool ours = name.starts_with("TOKENSHIFT_") && !name.starts_with("TOKENSHIFT_TEST_") &&
                      !name.starts_with("TOKENSHIFT_DEMO_") && name != switch_off;
    const bool known = std::ranges::any_of(settings_table(), [&](const Setting& setting) {
      return variable_of(setting.name) == name;
    });
    if (ours && !known) unknown.push_back(std::move(name));
  }
  std::ranges::sort(unknown);
  return unknown;
}

}  // namespace tokenshift::cli
