// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/db/backend.hpp"

#include "command.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// The options that name a deployment's configuration: --home, --deployment-toml, --apim-version.
std::vector<Option> configuration_options(apim::DeploymentRequest& request);

/// These, and the ones that name its databases: --db, --identity-db.
std::vector<Option> database_options(apim::DeploymentRequest& request);

/// These, and --force-is-km: for what belongs to a conversion.
std::vector<Option> deployment_options(apim::DeploymentRequest& request);

/// The part of a command line that names this deployment again, for "next: tokenshift …".
std::string deployment_words(const apim::DeploymentRequest& request);

/// A deployment with its database open.
struct Session {
  std::shared_ptr<const apim::Deployment> deployment;
  std::unique_ptr<db::Connection> database;  ///< of the tables AM_*, and mostly of all
  std::unique_ptr<db::Connection> identity;  ///< of IDN_* and SP_* where it is another one
  apim::Catalog catalog;
  bool practice = false;

  apim::Databases databases() const {
    return identity ? apim::Databases(*database, *identity) : apim::Databases(*database);
  }
};

/// Tells of Identity Server as key manager, and of clients in a database where nobody looks for
/// them. For commands that only look.
void tell_oddities(Program& program, const Session& session);

/// Loads the deployment, opens its database, checks the tables and reads the catalog.
/// Throws Error{usage} when no database is named, and what load(), db::open() and require_schema()
/// throw.
Session open_session(Program& program, const apim::DeploymentRequest& request, db::Access access);

/// Adds database and catalog to a deployment that is loaded already.
Session open_session(std::shared_ptr<const apim::Deployment> deployment, db::Access access);

/// Loads a deployment, to be shared with a session.
std::shared_ptr<const apim::Deployment> load_shared(Program& program,
                                                    const apim::DeploymentRequest& request);

}  // namespace tokenshift::cli
