// SPDX-License-Identifier: Apache-2.0
#include "presets.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "setting_value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace tokenshift::cli {
namespace {

using OptionLists = std::span<const std::span<const Option>>;

ErrorKind kind_of(const Preset& preset) {
  return preset.layer == LayerKind::environment ? ErrorKind::usage : ErrorKind::input;
}

const Option* find_option(OptionLists lists, std::string_view name) {
  for (const auto& list : lists) {
    const auto found =
        std::ranges::find_if(list, [&](const Option& option) { return bare_name(option) == name; });
    if (found != list.end()) return &*found;
  }
  return nullptr;
}

struct Assign {
  const std::string& value;

  void operator()(bool* target) const { *target = value == "true"; }
  void operator()(std::string* target) const { *target = value; }
  void operator()(std::int64_t* target) const {
    std::from_chars(value.data(), value.data() + value.size(), *target);
  }
  void operator()(std::optional<std::int64_t>* target) const { (*this)(&target->emplace()); }
  void operator()(std::vector<std::string>* target) const { target->push_back(value); }
};

// A variable with a password would be inherited by every process that is started, and "next: …"
// could not repeat it.
void require_no_password(const Preset& preset) {
  if (shown_value(*preset.setting, preset.value) == preset.value) return;
  throw Error(kind_of(preset),
              fmt::format("{} holds a password, which every process that is started from here "
                          "could read",
                          preset.place),
              "leave it out, and say TOKENSHIFT_PASSWORD_FILE=FILE, --password-stdin or "
              "--password-fd N, or use PGPASSFILE or ~/.my.cnf");
}

}  // namespace

std::string checked_value(const Option& option, const Preset& preset) {
  if (option.choices.empty()) return preset.value;
  const auto choice = std::ranges::find(option.choices, to_lower(preset.value), to_lower);
  if (choice != option.choices.end()) return *choice;
  throw Error(kind_of(preset),
              fmt::format("{}: {}: \"{}\" is none of {}", preset.place, preset.setting->name,
                          shown_word(preset.value), fmt::join(option.choices, ", ")),
              "tokenshift settings lists every setting with its value");
}

std::vector<const Preset*> apply_presets(std::string_view command, OptionLists options,
                                         const Chosen& chosen) {
  std::vector<const Preset*> used;
  for (const Preset* preset : chosen.used) {
    const Option* option = find_option(options, preset->setting->name);
    if (option == nullptr || !presets(*preset->setting, command)) continue;
    require_no_password(*preset);
    std::visit(Assign{checked_value(*option, *preset)}, option->target);
    used.push_back(preset);
  }
  return used;
}

void remember_project(Program& program, const std::vector<const Preset*>& used) {
  for (const Preset* preset : used) {
    if (preset->layer != LayerKind::project || !preset->setting->of_deployment) continue;
    program.set_named_by_project(preset->source);
  }
}

std::vector<std::string> telling(const std::vector<const Preset*>& used) {
  std::vector<std::string> lines;
  std::string last;
  for (const Preset* preset : used) {
    if (!preset->setting->told) continue;
    const std::string from = preset->layer == LayerKind::environment
                                 ? std::string("the environment")
                                 : preset->source.substr(0, preset->source.rfind(':'));
    if (from != last) lines.push_back(fmt::format("settings of {}:", printable(from)));
    last = from;
    const std::string value = shown_value(*preset->setting, preset->value);
    lines.back() += fmt::format(" --{} {}", preset->setting->name, shell_word(printable(value)));
  }
  return lines;
}

std::vector<std::string> telling_left_out(std::string_view command, OptionLists options,
                                          const Chosen& chosen) {
  std::vector<std::string> lines;
  for (const LeftOut& left : chosen.left_out) {
    // Who names another deployment knows that this one is not meant.
    const Setting* const other = find_setting(left.name);
    const bool plain = left.name == "NODE" || (other != nullptr && other->of_deployment);
    const bool meant = left.preset->setting->told && presets(*left.preset->setting, command) &&
                       find_option(options, left.preset->setting->name) != nullptr;
    if (plain || !meant) continue;
    const bool argument =
        left.name.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    lines.push_back(fmt::format("without --{} of {}, because of {}{}", left.preset->setting->name,
                                printable(left.preset->source), argument ? "" : "--", left.name));
  }
  return lines;
}

}  // namespace tokenshift::cli
