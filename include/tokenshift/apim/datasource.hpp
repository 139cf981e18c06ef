// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::apim {

/// A database that deployment.toml names.
struct DataSource {
  std::string url;                      ///< as db::open() takes it; empty when the file names none
  std::optional<std::string> password;  ///< as the file has it
  bool wants_password = false;  ///< the file has it as `$secret{}`, which only the server can read
  std::string source;           ///< `path:line:column` of the setting
};

/// `[database.<name>]`: its `url`, translated from JDBC, or `type`, `hostname`, `port` and `name`;
/// `username` and `password`. A relative path is relative to the home. Placeholders are resolved as
/// far as they can be (resolve()). Throws Error{input} when one is left, or the engine has no
/// driver in this version.
DataSource data_source(const Deployment& deployment, std::string_view name);

/// The database of the clients where `[identity] data_source` names another one than apim_db: of
/// `[database.shared_db]` and its like, or of a `[[datasource]]`, by the names that the server's
/// template gives them (`jdbc/SHARED_DB`, `jdbc/<id>`). Its url is empty where the clients lie in
/// apim_db, as delivered. `[database.identity_db]` is read by Identity Server alone (reference
/// database.md §4). Throws what data_source() throws, and Error{input} when there is none such.
DataSource identity_source(const Deployment& deployment);

/// A URL of the command line, of JDBC or as db::open() takes it; `option` is where it stands.
/// Throws Error{usage} when it holds a password, which every user of the host could read, or is of
/// an engine without a driver.
std::string from_command_line(const std::string& url, std::string_view option = "--db");

}  // namespace tokenshift::apim
