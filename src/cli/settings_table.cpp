// SPDX-License-Identifier: Apache-2.0
#include "settings_table.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::cli {
namespace {

using enum SettingKind;

// What says which deployment is meant: its parts, the nodes that are arguments, and what is for
// tokens that no deployment knows.
constexpr std::string_view naming = "home deployment-toml db identity-db NODE key store";

constexpr std::string_view files = "FILE staged";  // what is looked at instead of it
constexpr std::string_view practice = "lab create";

constexpr auto table = std::to_array<Setting>({
    // Where the deployment is: only the highest layer counts that names one.
    {"home", path, true, true, files},
    {"deployment-toml", path, true, true, files},
    {"db", url, true, true, files, practice},  // that one fills it
    {"identity-db", url, true, true, files},
    // What goes with it.
    {"apim-version", text, true, true, {}, practice},
    {"resolve-env", flag, true, false, {}, {}, "choose which variables of yours go to a database"},
    {"password-file", secret_path, true, false, "password-stdin password-fd"},
    {"identity-password-file", secret_path, true},
    {"user-db", url, true, true},
    {"user-db-password-file", secret_path, true, false, "user-db"},
    {"alias", text, true, false, "FILE"},
    {"keystore-password-file", secret_path, true, false, "FILE"},
    {"key-password-file", secret_path, true, false, "FILE"},
    {"profile", text, true, true},
    {"issuer", text, true, true},
    // What the guard holds a file against.
    {"seal", path, true, true, {}, "migrate"},  // that one writes it
    {"base", revision, false, true, "-"},
    {"fail-on", text},
    // How a database is worked with.
    {"lock-timeout", number},
    {"statement-timeout", number},
    {"batch-size", number},
    {"batch-time", number},
    {"max-rate", number},
    {"sleep", number},
    {"sessions", number},
    // How the program talks.
    {"color", text},
    {"progress", text},
    {"no-input", flag},
    {"quiet", flag},
});

struct Never {
  std::string_view why;
  std::string_view options;
};

constexpr auto never = std::to_array<Never>({
    {"it answers a question or accepts a danger, which is done in each call",
     "yes confirm servers-stopped accept-irreversible accept-custom allow-issuer force force-is-km "
     "fresh replace issues-tokens signature-only"},
    {"it says what one call is about",
     "alg at aud audience client clients claim claim-json count count-tokens custom-issuer "
     "convert-custom dialect dry-run exit-code expires extension faithful file gateway-tables "
     "git-hook grant image jti key kind name no-db node now print program renewal repository "
     "resolved root scope seed staged store string systemd tenant threads ttl type undo user "
     "user-id check-revocation clock-skew leeway verdict all base-version notify cacert"},
    {"scripts count on the form of the answer", "output out report"},
    {"it opens a door with a password", "password-stdin password-fd notify-credentials"},
    {"a file cannot say that it is not read", "no-settings"},
});

bool holds(std::string_view words, std::string_view word) {
  const auto all = split(words, ' ');
  return std::ranges::find(all, word) != all.end();
}

}  // namespace

std::span<const Setting> settings_table() { return table; }

const Setting* find_setting(std::string_view name) {
  const auto* const row = std::ranges::find(table, name, &Setting::name);
  return row == table.end() ? nullptr : row;
}

bool presets(const Setting& setting, std::string_view command) {
  return setting.not_of.empty() || setting.not_of != command;
}

std::vector<std::string> yields_to(const Setting& setting) {
  std::vector<std::string> names;
  if (setting.of_deployment) names = split(naming, ' ');
  if (setting.yields_to.empty()) return names;
  for (std::string& name : split(setting.yields_to, ' ')) names.push_back(std::move(name));
  return names;
}

std::string_view why_never(std::string_view option) {
  const auto* const row =
      std::ranges::find_if(never, [&](const Never& each) { return holds(each.options, option); });
  return row == never.end() ? "" : row->why;
}

std::string variable_of(std::string_view name) {
  std::string variable = "TOKENSHIFT_";
  for (const char c : name) {
    variable += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return variable;
}

std::string name_of_variable(std::string_view variable) {
  std::string name = to_lower(variable.substr(std::string_view("TOKENSHIFT_").size()));
  std::ranges::replace(name, '_', '-');
  return name;
}

}  // namespace tokenshift::cli
