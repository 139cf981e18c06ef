// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/backend.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::lab {

/// What deployment.toml says of a database.
struct DataSource {
  std::string type = "sqlite";
  std::string url = "jdbc:sqlite:./repository/database/WSO2AM_DB.db";
  std::string username = "wso2carbon";
  std::optional<std::string> password = "wso2carbon";  ///< nothing: no line for it
};

/// The same database as the server would name it.
DataSource data_source(const db::Address& address);

/// The table [database.<name>], an empty line behind it.
std::string to_toml(std::string_view name, const DataSource& source);

}  // namespace tokenshift::lab
