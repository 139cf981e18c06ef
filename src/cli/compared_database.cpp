// SPDX-License-Identifier: Apache-2.0
#include "compared_database.hpp"

#include "credentials.hpp"

namespace tokenshift::cli {

std::vector<Option> compared_database_options(apim::DeploymentRequest& request) {
  return joined(
      {{"--db", "URL",
        "the database of the deployment, as postgresql://user@host/name, "
        "mysql://user@host/name, sqlite:FILE or a JDBC URL; default: none is asked",
        &request.db},
       {"--identity-db", "URL",
        "the database of the clients (IDN_*, SP_*) where it is not the one of --db; default: the "
        "one of --db",
        &request.identity_db},
       {"--identity-password-file", "FILE",
        "the first line of FILE is the password of --identity-db; default: that of deployment.toml",
        &request.identity_password_source.file}},
      password_options(request.password_source));
}

}  // namespace tokenshift::cli
