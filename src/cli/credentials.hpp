// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/db/backend.hpp"

#include "command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

// How the password of a database reaches the program. Not on the command line, and not in a
// variable of the environment: other users of the host can read the one, and child processes the
// other.

/// The options --password-file, --password-stdin and --password-fd.
std::vector<Option> password_options(apim::PasswordSource& source);

/// The options again, for "next: …"; empty when none was given.
std::string password_words(const apim::PasswordSource& source);

/// The first line of what the options name; nothing when they name nothing.
/// Throws Error{usage} when they name several or it is empty, Error{environment} when it cannot be
/// read.
std::optional<std::string> read_password(Program& program, const apim::PasswordSource& source);

/// Asks on the terminal, which does not show what is typed.
std::string ask_password(Program& program, const std::string& what);

/// How a database that the command line names is reached: for commands without a deployment. The
/// URL may be one of JDBC. Throws what from_command_line() and read_password() throw.
db::Address address_of(Program& program, const std::string& url,
                       const apim::PasswordSource& source);

}  // namespace tokenshift::cli
