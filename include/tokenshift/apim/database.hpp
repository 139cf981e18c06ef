// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/version.hpp"
#include "tokenshift/db/connection.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace tokenshift::apim {

inline constexpr std::int64_t super_tenant_id = -1234;

/// The two groups of tables that a deployment may keep apart: what the portals show (AM_*), and the
/// clients with what belongs to them (IDN_*, SP_*).
enum class Side : std::uint8_t { apim, identity };

/// The databases that hold the tables of a deployment: one for both sides, as delivered, or one
/// each (docs/decisions/separate-identity-database.md). Views of connections that live elsewhere.
class Databases {
 public:
  Databases(db::Connection& both) : Databases(both, both) {}  // NOLINT(google-explicit-constructor)
  Databases(db::Connection& apim, db::Connection& identity) : apim_(&apim), identity_(&identity) {}

  db::Connection& apim() const { return *apim_; }
  db::Connection& identity() const { return *identity_; }
  db::Connection& of(Side side) const { return side == Side::apim ? *apim_ : *identity_; }
  bool separate() const { return apim_ != identity_; }

  /// Each database once, in the order in which they are locked.
  std::vector<db::Connection*> all() const;

  /// The name of the database, or of both: "WSO2AM_DB and IDENTITY_DB".
  std::string name() const;

 private:
  db::Connection* apim_;
  db::Connection* identity_;
};

/// Throws Error{input} when these are no databases of API-M (a table or column that is read is
/// missing: it names the first), Error{refused} when they are from before 4.3 (the feature tables
/// are missing).
void require_schema(const Databases& databases);

/// The tables that are read or written, with their columns, a line each: deployments with the same
/// text have the same shape as far as a conversion goes.
std::string schema_text(const Databases& databases);

/// The tables that the feature added in 4.3.0 and that the databases lack.
std::vector<std::string> missing_feature_tables(const Databases& databases);

/// The clients that the database of the AM_* tables has besides those of a separate identity
/// database: portals of a deployment with Identity Server, or rows that nobody reads any more.
std::int64_t clients_beside(const Databases& databases);

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

/// From the tables AM_*.
Catalog read_catalog(db::Connection& database);

/// Adds the tenants of shared_db (UM_TENANT) to a catalog.
void read_tenants(db::Connection& shared_database, Catalog& catalog);

/// Whether `tokenshift lab create` made this database: it wants no confirmations.
/// Throws Error{refused} when that was not finished.
bool is_practice(db::Connection& database);

}  // namespace tokenshift::apim
