// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/base/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::apim {

/// Signs that a server of this deployment runs: a live process in its pid file, other
/// sessions on the database, a token issued within the last five minutes. None is not a proof:
/// other nodes are not seen.
std::vector<std::string> signs_of_running_server(const Deployment& deployment,
                                                 const Databases& databases, Time now);

/// Signs that the server has run with the optimization on, after which switching it off loses the
/// tokens issued meanwhile: the rendered identity.xml, rows in the revocation tables, a server
/// start after the file was switched, the line in the server's log, or a version that starts with
/// it on.
std::vector<std::string> signs_of_no_return(const Deployment& deployment,
                                            const Databases& databases);

/// Those of them that the files of the home show of the past: the rendered identity.xml and the
/// server's log. None without a home.
std::vector<std::string> signs_in_home(const Deployment& deployment);

}  // namespace tokenshift::apim
