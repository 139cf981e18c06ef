// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/version.hpp"
#include "tokenshift/db/connection.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace tokenshift::apim {

inline constexpr std::int64_t super_tenant_id = -1234;

/// Throws Error{input} when this is no apim_db (a table or column that is read is missing: it names
/// the first), Error{refused} when it is one from before 4.3 (the feature tables are missing).
void require_schema(db::Connection& database);

/// The tables that are read or written, with their columns, a line each: two databases with the
/// same text have the same shape as far as a conversion goes.
std::string schema_text(db::Connection& database);

/// The tables that the feature added in 4.3.0 and that the database lacks.
std::vector<std::string> missing_feature_tables(db::Connection& database);

/// A row of AM_KEY_MANAGER.
struct KeyManager {
  std::string uuid;
  std::string name;
  std::string type;
  std::string organization;

  /// Whether its clients live in this database: TYPE `default`, or `WSO2-IS` as the resident one
  /// (reference database.md §6.1).
  bool is_resident() const;
};

/// The small tables of a database, read once.
struct Catalog {
  std::unordered_map<std::string, std::string>
      system_apps;  ///< consumer key to name (AM_SYSTEM_APPS)
  std::vector<KeyManager> key_managers;
  std::map<std::int64_t, std::string> tenants;  ///< id to domain; the super tenant is always there

  /// Whether a mapping's KEY_MANAGER, a UUID or in old rows a name, is a foreign one.
  bool is_foreign(std::string_view key_manager) const;

  /// The domain of a tenant, or its number where the domain is not known.
  std::string tenant_name(std::int64_t id) const;
};

Catalog read_catalog(db::Connection& database);

/// Adds the tenants of shared_db (UM_TENANT) to a catalog.
void read_tenants(db::Connection& shared_database, Catalog& catalog);

/// Whether `tokenshift lab create` made this database: it wants no confirmations.
/// Throws Error{refused} when that was not finished.
bool is_practice(db::Connection& database);

}  // namespace tokenshift::apim
