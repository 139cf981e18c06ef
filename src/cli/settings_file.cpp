// SPDX-License-Identifier: Apache-2.0
#include "settings_file.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"
#include "tokenshift/toml/document.hpp"

#include "setting_value.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* project_file = ".tokenshift.toml";
constexpr const char* user_file = "tokenshift/config.toml";
constexpr std::size_t max_bytes = std::size_t{64} << 10U;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

// The file of the nearest folder up to the root of the repository; of the present one when none
// has it.
fs::path project_path(const fs::path& present) {
  fs::path nearest;
  for (fs::path folder = present;; folder = folder.parent_path()) {
    if (nearest.empty() && is_there(folder / project_file)) nearest = folder / project_file;
    if (is_there(folder / ".git")) break;
    if (folder == folder.root_path() || folder.empty()) {  // no repository
      nearest.clear();
      break;
    }
  }
  return nearest.empty() ? present / project_file : nearest;
}

fs::path folder_of(const World& world, const char* variable) {
  const fs::path path = world.environment(variable).value_or("");
  return path.is_absolute() ? path : fs::path();  // as the XDG specification wants it
}

std::string below(const fs::path& path, const fs::path& folder) {
  if (folder.empty()) return path.string();
  const fs::path rest = path.lexically_relative(folder);
  return rest.empty() || rest.string().starts_with("..") ? path.string() : "~/" + rest.string();
}

constexpr std::string_view deployment_hint =
    "a setting is the long name of an option, as max-rate = 500; tokenshift settings lists all";

class Reader {
 public:
  Reader(const World& world, const FoundFile& file, toml::Document document)
      : file_(file),
        document_(std::move(document)),
        folders_{file.path.parent_path(), folder_of(world, "HOME")} {
    if (folders_.file == world.folder) folders_.file.clear();
  }

  Layer layer() {
    Layer layer{file_.kind, file_.shown, {}};
    document_.walk([&](const toml::Name& name) { require_setting(name); });
    document_.for_each([&](const toml::KeyPath& path, const toml::Value& value) {
      layer.presets.push_back(preset_of(*find_setting(path.front()), value));
    });
    return layer;
  }

 private:
  Error error_at(const Location& location, const std::string& what, const std::string& hint,
                 ErrorKind kind = ErrorKind::input) const {
    return {kind, fmt::format("{}: {}", printable(to_string(location)), what), hint};
  }

  void require_setting(const toml::Name& name) const {
    if (name.shape == toml::Shape::value && name.path.size() == 1 &&
        find_setting(name.path.front()) != nullptr) {
      return;
    }
    const std::size_t offset = name.position;
    const Location location = document_.locate(std::span(&offset, 1)).front();
    const std::string flat = shown_word(name.flat);
    if (name.shape != toml::Shape::value || name.path.size() != 1) {
      throw error_at(location, fmt::format("{} is no setting: there are no tables", flat),
                     std::string(deployment_hint));
    }
    const std::string_view why = why_never(name.path.front());
    if (!why.empty()) {
      throw error_at(location, fmt::format("{} is no setting: {}", flat, why),
                     fmt::format("take the line out, and say --{} where it is meant", flat));
    }
    std::vector<std::string> names;
    for (const Setting& setting : settings_table()) names.emplace_back(setting.name);
    const auto near = nearest(name.path.front(), names);
    throw error_at(location, fmt::format("{} is no setting", flat),
                   near ? fmt::format("did you mean {}?", *near) : std::string(deployment_hint));
  }

  static bool fits(const Setting& setting, toml::Kind kind) {
    const toml::Kind wanted = setting.kind == SettingKind::number ? toml::Kind::integer
                              : setting.kind == SettingKind::flag ? toml::Kind::boolean
                                                                  : toml::Kind::string;
    return kind == wanted;
  }

  Preset preset_of(const Setting& setting, const toml::Value& value) const {
    const auto plain = fits(setting, value.kind) ? value_of_text(setting, value.content)
                                                 : std::optional<std::string>();
    if (!plain) {
      throw error_at(value.location,
                     fmt::format("{} wants {}", setting.name, what_it_takes(setting)),
                     "see: tokenshift settings --help");
    }
    if (setting.kind == SettingKind::url) require_no_password(setting, value);
    if (file_.kind == LayerKind::project) require_for_project(setting, value);
    Preset preset{&setting, file_.kind, absolute_value(setting, *plain, folders_),
                  fmt::format("{}:{}", file_.shown, value.location.line),
                  to_string(value.location)};
    if (setting.kind == SettingKind::secret_path) require_own(setting, value, preset.value);
    return preset;
  }

  void require_no_password(const Setting& setting, const toml::Value& value) const {
    if (without_password(value.content) == value.content) return;
    throw error_at(
        value.location,
        fmt::format("{} holds a password, which belongs in no settings file", setting.name),
        "take it out, change it, and put it alone into a file that a line "
        "password-file = \"FILE\" names, or use PGPASSFILE or ~/.my.cnf");
  }

  void require_for_project(const Setting& setting, const toml::Value& value) const {
    if (setting.not_in_project.empty()) return;
    throw error_at(value.location,
                   fmt::format("{} is no setting of a project, which could {} then", setting.name,
                               setting.not_in_project),
                   fmt::format("take the line out, and say --{0} or {1}=…", setting.name,
                               variable_of(setting.name)),
                   ErrorKind::refused);
  }

  // A project that came from elsewhere must not choose which of the user's files is read as a
  // password and sent to a database that it names, too.
  void require_own(const Setting& setting, const toml::Value& value,
                   const std::string& path) const {
    if (file_.kind != LayerKind::project || path.empty()) return;
    std::error_code ignored;
    const fs::path folder = fs::weakly_canonical(file_.path.parent_path(), ignored);
    const fs::path target = fs::weakly_canonical(file_.path.parent_path() / path, ignored);
    const auto [end, rest] = std::ranges::mismatch(folder, target);
    if (end == folder.end()) return;
    throw error_at(
        value.location,
        fmt::format("{} leads out of the folder of {}, and a project does not choose which of your "
                    "files is a password",
                    setting.name, file_.shown),
        fmt::format("say {}=FILE, or name deployment and password in "
                    "~/.config/tokenshift/config.toml",
                    variable_of(setting.name)),
        ErrorKind::refused);
  }

  const FoundFile& file_;
  toml::Document document_;
  Folders folders_;
};

}  // namespace

std::vector<FoundFile> settings_files(const World& world) {
  std::vector<FoundFile> files;
  if (!world.folder.empty()) {
    const fs::path path = project_path(world.folder);
    files.push_back({LayerKind::project, path, path.lexically_relative(world.folder).string()});
  }
  const fs::path home = folder_of(world, "HOME");
  fs::path config = folder_of(world, "XDG_CONFIG_HOME");
  if (config.empty() && !home.empty()) config = home / ".config";
  if (!config.empty()) {
    const fs::path path = config / user_file;
    files.push_back({LayerKind::user, path, below(path, home)});
  }
  return files;
}

std::optional<Layer> read_settings_file(const World& world, const FoundFile& file) {
  std::optional<std::string> text;
  try {
    text = os::read_trusted_file(file.path, max_bytes);
  } catch (const Error& error) {
    throw Error(error.kind(), error.what(),
                error.hint() + "; without settings: --no-settings or TOKENSHIFT_NO_SETTINGS=1");
  }
  if (!text) return std::nullopt;
  return Reader(world, file, toml::parse(std::move(*text), file.shown)).layer();
}

}  // namespace tokenshift::cli
