// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/version.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/db/backend.hpp"
#include "tokenshift/toml/document.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace tokenshift::apim {

/// The value of an environment variable; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// Where an operator keeps the password of the database: never on the command line. At most one.
struct PasswordSource {
  std::string file;                          ///< its first line
  bool standard_input = false;               ///< the first line of it
  std::optional<std::int64_t> descriptor{};  ///< the first line that can be read from it
};

/// How an operator names a deployment: a home from which all is read, or the pieces.
struct DeploymentRequest {
  std::string home;
  std::string deployment_toml;
  std::string apim_version;
  std::string db;
  std::string identity_db;   ///< where the clients lie in a database of their own
  bool force_is_km = false;  ///< go on although Identity Server is the resident key manager
  PasswordSource password_source;
  PasswordSource identity_password_source;
  std::optional<std::string> db_password;           ///< what the first holds
  std::optional<std::string> identity_db_password;  ///< what the second holds
  /// Asks for a password, the text naming what it is for; may be null.
  std::function<std::string(const std::string& what)> ask_password = nullptr;
  std::int64_t lock_timeout = 5;         ///< seconds
  std::int64_t statement_timeout = 600;  ///< seconds; 0 is no limit
  bool resolve_env = false;  ///< `$env{NAME}` is resolved from `environment`, not left open
  Environment environment = nullptr;
};

/// The database of the clients (IDN_*, SP_*) where it is another one than apim_db.
struct IdentityDatabase {
  std::string url;     ///< without a password; empty where there is no such database
  std::string source;  ///< "--identity-db" or the place in deployment.toml
  std::optional<std::string> password;
  std::function<std::string()> ask_password = nullptr;  ///< as Deployment::ask_db_password
  std::optional<Error> problem;                         ///< as Deployment::db_problem
};

/// What was read of a deployment. Whatever is absent was not named and not found.
struct Deployment {
  std::filesystem::path home;
  std::filesystem::path toml_path;
  std::optional<toml::Document> document;
  std::optional<Version> version;
  std::string version_source;  ///< "updates/product.txt", "--apim-version"; empty when unknown
  Product product = Product::unknown;

  /// The defaults of the pack, flat key to text (`repository/resources/conf/default.json`): they
  /// win over what a table of versions says, since updates change them inside a release.
  std::map<std::string, std::string> pack_defaults;
  bool has_pack_defaults = false;

  /// Whether the template from which the server renders identity.xml reads
  /// `oauth.token_persistence.enable` (deployment-toml.md §1.4); nothing where there is none.
  std::optional<bool> template_reads_key;

  Environment environment;  ///< where `$env{NAME}` is to be resolved

  std::string db_url;     ///< of apim_db, without a password; empty when none is named
  std::string db_source;  ///< "--db" or the place in deployment.toml
  std::optional<std::string> db_password;
  /// Gives a password that deployment.toml holds as `$secret{}`, which only the server can read;
  /// null where there is none such, or it was given otherwise.
  std::function<std::string()> ask_db_password = nullptr;
  IdentityDatabase identity_db;
  bool force_is_km = false;   ///< --force-is-km, and an --identity-db is named
  db::Limits db_limits;       ///< how long it may take
  std::string shared_db_url;  ///< of shared_db, which holds the tenants; empty when unknown
  std::optional<std::string> shared_db_password;

  /// Why the apim_db that deployment.toml names cannot be reached: a placeholder, an engine without
  /// a driver. Thrown by whoever needs the database; the files can be read all the same.
  std::optional<Error> db_problem;
};

/// Reads what the request names.
/// Throws Error{usage} when it names nothing or an unknown version, Error{environment} for a
/// missing file or home, Error{input} when the server could not read deployment.toml.
Deployment load(const DeploymentRequest& request);

/// What a pack says of itself, and the version by hand; either may be empty. No file of
/// configuration is read. Throws as load() does.
Deployment load_pack(const std::string& home, const std::string& apim_version);

/// Throws Error{refused} when the version is unknown or has no such feature (before 4.3).
void require_feature(const Deployment& deployment);

}  // namespace tokenshift::apim
