// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/datasource.hpp"

#include "tokenshift/apim/jdbc.hpp"
#include "tokenshift/apim/resolve.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/db/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::apim {
namespace {

constexpr std::string_view jdbc = "jdbc:";
constexpr std::string_view secret = "$secret{";
constexpr const char* name_it =
    "name the database yourself: --db postgresql://user@host/database, mysql://…, sqlite:FILE";

std::string script_hint(const std::string& dialect) {
  if (dialect.empty()) return name_it;
  return fmt::format(
      "make a script for its administrator: tokenshift apps plan -o sql --dialect {}", dialect);
}

// The settings of one `[database.<name>]`, or of one `[[datasource]]`.
class Section {
 public:
  Section(const Deployment& deployment, std::string_view name)
      : deployment_(deployment), path_({"database", std::string(name)}) {}
  Section(const Deployment& deployment, toml::Element element)
      : deployment_(deployment), path_({"datasource"}), element_(std::move(element)) {}

  std::string key(const char* setting) const {
    toml::KeyPath path = path_;
    path.emplace_back(setting);
    return toml::to_string(path);
  }

  std::optional<toml::Value> find(const char* setting) const {
    if (element_) {
      const toml::Value* const value = element_->find(setting);
      return value == nullptr ? std::nullopt : std::optional(*value);
    }
    toml::KeyPath path = path_;
    path.emplace_back(setting);
    return deployment_.document->find(path);
  }

  // The text of a setting with its placeholders resolved; empty when it is not there.
  std::string text(const char* setting) const {
    const auto value = find(setting);
    if (!value) return {};
    const Resolved resolved = resolve(deployment_, value->content);
    if (resolved.open.empty()) return resolved.text;
    throw Error(ErrorKind::input,
                fmt::format("{}: {} has the placeholder {}: {}", to_string(value->location),
                            key(setting), printable(resolved.open), resolved.why),
                name_it);
  }

 private:
  const Deployment& deployment_;
  toml::KeyPath path_;
  std::optional<toml::Element> element_{};
};

// "sqlite:" and "h2:" name a file; a relative one is relative to the home.
std::string below_home(const std::string& url, const std::filesystem::path& home) {
  for (const std::string_view scheme : {"sqlite:", "h2:"}) {
    if (!url.starts_with(scheme) || home.empty()) continue;
    const std::string rest = url.substr(scheme.size());
    const std::size_t end = scheme == "h2:" ? std::min(rest.find(';'), rest.size()) : rest.size();
    const std::filesystem::path file = rest.substr(0, end);
    if (file.is_relative()) {
      return std::string(scheme) + (home / file).lexically_normal().string() + rest.substr(end);
    }
  }
  return url;
}

std::string with_user(const std::string& url, const std::string& user) {
  if (user.empty() || url.starts_with("sqlite:")) return url;
  if (url.starts_with("h2:")) {
    return to_lower(url).find(";user=") == std::string::npos ? url + ";USER=" + user : url;
  }
  db::Url parts = db::parse_url(url);
  if (parts.user.empty()) parts.user = user;
  return db::to_text(parts);
}

void read_password(const Section& section, DataSource& source) {
  const auto value = section.find("password");
  if (!value) return;
  source.wants_password = value->content.find(secret) != std::string::npos;
  if (!source.wants_password) source.password = section.text("password");
}

DataSource read_source(const Deployment& deployment, const Section& section) {
  const char* setting = section.find("url") ? "url" : "hostname";
  const auto value = section.find(setting);
  if (!value) return {};
  std::string url = section.text("url");
  if (url.empty()) {
    url = jdbc_of_parts(section.text("type"), section.text("hostname"), section.text("port"),
                        section.text("name"));
  }
  const std::string place = to_string(value->location);
  const Translated translated = from_jdbc(url);
  if (translated.url.empty()) {
    throw Error(ErrorKind::input,
                fmt::format("{}: {} names a database that cannot be reached: {}", place,
                            section.key(setting), translated.why),
                script_hint(translated.engine));
  }
  DataSource source{.password = translated.password, .source = place};
  source.url = with_user(below_home(translated.url, deployment.home), section.text("username"));
  if (!source.password && !source.url.starts_with("sqlite:")) read_password(section, source);
  return source;
}

// The names under which the server's template of the data sources offers what deployment.toml
// configures (master-datasources.xml.j2 of carbon-apimgt); others are those of `[[datasource]]`.
struct JndiName {
  std::string_view name;
  std::string_view section;  // of [database]
};
constexpr std::array jndi_names{
    JndiName{"SHARED_DB", "shared_db"},
    JndiName{"WSO2USER_DB", "user"},
    JndiName{"WSO2CONFIG_DB", "config"},
};

}  // namespace

DataSource data_source(const Deployment& deployment, std::string_view name) {
  return read_source(deployment, Section(deployment, name));
}

DataSource identity_source(const Deployment& deployment) {
  const auto named = deployment.document->find({"identity", "data_source"});
  if (!named) return {};
  std::string_view name = named->content;
  if (name.starts_with("jdbc/")) name.remove_prefix(std::string_view("jdbc/").size());
  if (name == "WSO2AM_DB") return {};
  const auto known = std::ranges::find(jndi_names, name, &JndiName::name);
  DataSource source;
  if (known != jndi_names.end()) source = data_source(deployment, known->section);
  for (const toml::Element& element : deployment.document->elements({"datasource"})) {
    const toml::Value* const id = element.find("id");
    if (id != nullptr && id->content == name) {
      source = read_source(deployment, Section(deployment, element));
    }
  }
  if (!source.url.empty()) return source;
  throw Error(ErrorKind::input,
              fmt::format("{}: identity.data_source names {}, which the file does not configure",
                          to_string(named->location), printable(named->content)),
              "name the database with the tables IDN_* and SP_* yourself: --identity-db URL");
}

std::string from_command_line(const std::string& url, std::string_view option) {
  std::string plain = url;
  bool has_password = false;
  if (url.starts_with(jdbc)) {
    const Translated translated = from_jdbc(url);
    if (translated.url.empty()) {
      throw Error(ErrorKind::usage, fmt::format("{}: {}", option, translated.why),
                  script_hint(translated.engine));
    }
    has_password = translated.password.has_value();
    plain = translated.url;
  } else if (url.find("://") != std::string::npos) {
    has_password = db::parse_url(url).password.has_value();
  } else if (url.starts_with("h2:")) {
    has_password = to_lower(url).find(";password=") != std::string::npos;
  }
  if (!has_password) return plain;
  throw Error(ErrorKind::usage,
              fmt::format("{} holds a password, which every user of this host could read in the "
                          "list of processes",
                          option),
              option == "--db" ? "leave it out, change it, and say --password-file FILE, "
                                 "--password-stdin or --password-fd N, or use PGPASSFILE or "
                                 "~/.my.cnf"
                               : "leave it out, change it, and say --identity-password-file FILE, "
                                 "or use PGPASSFILE or ~/.my.cnf");
}

}  // namespace tokenshift::apim
