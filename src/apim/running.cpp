// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/running.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"
#include "tokenshift/os/process.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>

namespace tokenshift::apim {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes fresh_token{5};
constexpr const char* log_line = "Token persistence is not enabled. Registering related services";

std::optional<long> pid_in(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return std::nullopt;
  const std::string text = os::read_file(file, 4096);
  const std::string_view digits = trimmed(text);
  long pid = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
  if (error != std::errc{} || pid <= 0) return std::nullopt;
  return pid;
}

// `<TokenPersistence><Enable>false` in the file that the last start rendered (deployment-toml.md
// §1.4).
bool rendered_off(const fs::path& identity_xml) {
  std::error_code ignored;
  if (!fs::is_regular_file(identity_xml, ignored)) return false;
  const std::string text = os::read_file(identity_xml);
  const std::size_t block = text.find("<TokenPersistence>");
  if (block == std::string::npos) return false;
  const std::size_t open = text.find("<Enable>", block);
  const std::size_t end = text.find("</TokenPersistence>", block);
  if (open == std::string::npos || open > end) return false;
  const std::size_t start = open + std::string_view("<Enable>").size();
  return !is_java_true(
      trimmed(std::string_view(text).substr(start, text.find('<', start) - start)));
}

bool log_has_line(const fs::path& log) {
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    if (line.find(log_line) != std::string::npos) return true;
  }
  return false;
}

// The server rewrites its metadata at each start that renders; later than the switched file means
// that it has started with it.
bool started_since_switch(const Deployment& deployment) {
  std::error_code error;
  const fs::path metadata =
      deployment.home / "repository/resources/conf/.metadata/metadata_config.properties";
  const auto started = fs::last_write_time(metadata, error);
  if (error) return false;
  const auto switched = fs::last_write_time(deployment.toml_path, error);
  return !error && started > switched;
}

void add_database_signs(db::Connection& database, std::vector<std::string>& signs) {
  for (const char* table :
       {"IDN_INVALID_TOKENS", "IDN_APP_REVOKED_EVENT", "IDN_SUBJECT_ENTITY_REVOKED_EVENT",
        "AM_APP_REVOKED_EVENT", "AM_SUBJECT_ENTITY_REVOKED_EVENT"}) {
    if (database.columns(table).empty()) continue;
    auto rows = database.prepare(fmt::format("SELECT COUNT(*) FROM {}", table));
    rows->next();
    if (rows->integer(0) > 0) {
      signs.push_back(fmt::format("{} holds {}", table, counted(rows->integer(0), "row")));
    }
  }
}

}  // namespace

std::vector<std::string> signs_of_running_server(const Deployment& deployment,
                                                 const Databases& databases, Time now) {
  std::vector<std::string> signs;
  if (!deployment.home.empty()) {
    const fs::path file = deployment.home / "wso2carbon.pid";
    if (const auto pid = pid_in(file); pid && os::is_running(*pid)) {
      signs.push_back(fmt::format("process {} of {} runs", *pid, printable(file.string())));
    }
  }
  for (db::Connection* const database : databases.all()) {
    const std::vector<std::string> sessions = database->other_sessions();
    if (sessions.empty()) continue;
    signs.push_back(
        fmt::format("the database has {}: {}",
                    counted(static_cast<std::int64_t>(sessions.size()), "other session"),
                    printable(sessions.front())));
  }
  auto newest =
      databases.identity().prepare("SELECT MAX(TIME_CREATED) FROM IDN_OAUTH2_ACCESS_TOKEN");
  if (newest->next() && !newest->is_null(0)) {
    const auto created = parse_time(newest->text(0));
    if (created && now - *created < fresh_token && *created <= now + fresh_token) {
      signs.push_back(fmt::format("a token was issued {} ago", in_words(now - *created)));
    }
  }
  return signs;
}

std::vector<std::string> signs_in_home(const Deployment& deployment) {
  std::vector<std::string> signs;
  if (deployment.home.empty()) return signs;
  if (rendered_off(deployment.home / "repository/conf/identity/identity.xml")) {
    signs.emplace_back("the rendered identity.xml says that persistence is off");
  }
  if (log_has_line(deployment.home / "repository/logs/wso2carbon.log")) {
    signs.emplace_back("the server's log says that it ran with the optimization on");
  }
  return signs;
}

std::vector<std::string> signs_of_no_return(const Deployment& deployment,
                                            const Databases& databases) {
  std::vector<std::string> signs;
  for (db::Connection* const database : databases.all()) add_database_signs(*database, signs);
  if (deployment.home.empty()) return signs;
  for (std::string& sign : signs_in_home(deployment)) signs.push_back(std::move(sign));
  if (feature_state(deployment).optimization != Optimization::on) return signs;
  if (started_since_switch(deployment)) {
    signs.emplace_back("the server has started since deployment.toml was switched");
  }
  if (deployment.version && *deployment.version >= first_with_default_on) {
    signs.push_back(
        fmt::format("API-M {} starts with the optimization on", to_string(*deployment.version)));
  }
  return signs;
}

}  // namespace tokenshift::apim
