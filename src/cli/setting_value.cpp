// SPDX-License-Identifier: Apache-2.0
#include "setting_value.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mask = "****";

// Behind "://", what stands between the first ":" and the last "@" before the path.
void hide_user_part(std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return;
  const std::size_t start = scheme + 3;
  const std::size_t at = url.substr(0, url.find_first_of("/?", start)).rfind('@');
  // A password may hold a slash that should have been written as %2F.
  const std::size_t end =
      at == std::string::npos || at < start ? url.substr(0, url.find('?', start)).rfind('@') : at;
  const std::size_t colon = url.find(':', start);
  if (end == std::string::npos || colon == std::string::npos || colon > end) return;
  url.replace(colon + 1, end - colon - 1, mask);
}

// "password=…" as a parameter of any engine's URL.
void hide_parameters(std::string& url) {
  constexpr std::array<std::string_view, 3> names{"password=", "passwd=", "pwd="};
  for (const std::string_view name : names) {
    std::size_t from = 0;
    for (;;) {
      const std::size_t at = to_lower(url).find(name, from);
      if (at == std::string::npos) break;
      from = at + name.size();
      const std::size_t end = std::min(url.find_first_of("&;", from), url.size());
      url.replace(from, end - from, mask);
      from += mask.size();
    }
  }
}

fs::path absolute_path(const std::string& value, const Folders& folders) {
  if (value.starts_with("~/") && !folders.user.empty()) {
    return (folders.user / value.substr(2)).lexically_normal();
  }
  fs::path path = (folders.file / value).lexically_normal();  // an absolute one stays what it is
  if (!path.has_filename() && path.has_parent_path()) path = path.parent_path();  // "./"
  return path;
}

// Of "sqlite:FILE" and "h2:FILE", of JDBC or not, the file.
std::string absolute_url(const std::string& url, const Folders& folders) {
  std::size_t start = url.starts_with("jdbc:") ? std::string_view("jdbc:").size() : 0;
  for (const std::string_view scheme : {"sqlite:", "h2:"}) {
    if (url.compare(start, scheme.size(), scheme) != 0) continue;
    start += scheme.size();
    if (url.compare(start, 5, "file:") == 0) start += 5;
    const std::size_t end = std::min(url.find_first_of(";?", start), url.size());
    const std::string file = url.substr(start, end - start);
    // "mem:x", "tcp://…", ":memory:": no file at all.
    if (file.empty() || file.find(':') != std::string::npos) return url;
    return url.substr(0, start) + absolute_path(file, folders).string() + url.substr(end);
  }
  return url;
}

std::optional<std::string> digits_of(std::string text) {
  std::erase(text, '_');
  if (text.starts_with('+')) text.erase(0, 1);
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return std::to_string(number);
}

}  // namespace

std::optional<std::string> truth_of(const std::string& text) {
  constexpr std::array<std::string_view, 4> yes{"true", "1", "yes", "on"};
  constexpr std::array<std::string_view, 4> no{"false", "0", "no", "off"};
  const std::string word = to_lower(text);
  if (std::ranges::find(yes, word) != yes.end()) return "true";
  if (std::ranges::find(no, word) != no.end()) return "false";
  return std::nullopt;
}

std::string without_password(std::string_view url) {
  std::string shown(url);
  hide_user_part(shown);
  hide_parameters(shown);
  return shown;
}

std::string shown_value(const Setting& setting, std::string_view value) {
  return setting.kind == SettingKind::url ? without_password(value) : std::string(value);
}

std::string absolute_value(const Setting& setting, const std::string& value,
                           const Folders& folders) {
  const bool is_file =
      setting.kind == SettingKind::path || setting.kind == SettingKind::secret_path;
  if (is_file && !value.empty()) return absolute_path(value, folders).string();
  return setting.kind == SettingKind::url ? absolute_url(value, folders) : value;
}

std::optional<std::string> value_of_text(const Setting& setting, const std::string& text) {
  if (setting.kind == SettingKind::number) return digits_of(text);
  if (setting.kind == SettingKind::flag) return truth_of(text);
  if (setting.kind == SettingKind::revision && !text.starts_with("git:")) return std::nullopt;
  return text;
}

std::string_view what_it_takes(const Setting& setting) {
  if (setting.kind == SettingKind::number) return "a whole number";
  if (setting.kind == SettingKind::flag) return "true or false";
  if (setting.kind != SettingKind::revision) return "text in quotes";
  return "git:REV in quotes; a file to compare with is named in each call";
}

}  // namespace tokenshift::cli
