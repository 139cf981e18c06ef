// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/practice.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace tokenshift::test {

/// A folder with a project and a user's home, for tests of settings files.
class SettingsPlace {
 public:
  SettingsPlace() {
    std::filesystem::create_directories(project());
    std::filesystem::create_directories(home() / ".config/tokenshift");
  }

  std::filesystem::path project() const { return folder_ / "project"; }
  std::filesystem::path home() const { return folder_ / "home"; }
  const TempDir& folder() const { return folder_; }

  void write_project(const std::string& text) const { write("project/.tokenshift.toml", text); }
  void write_user(const std::string& text) const {
    write("home/.config/tokenshift/config.toml", text);
  }

  /// The project as the present folder, and these variables beside HOME.
  Around around(std::map<std::string, std::string> variables = {}) const {
    variables["HOME"] = home().string();
    return {.variables = std::move(variables), .folder = project()};
  }

 private:
  // Whatever the umask is: what others may write is refused.
  void write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = folder_.write(name, text);
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }

  TempDir folder_;
};

}  // namespace tokenshift::test
