// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "program.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

/// Asks a question whose answer can be taken back later. `yes` is the option that answers it.
/// Throws Error{unconfirmed} when the answer is no or nobody can be asked.
void confirm_reversible(Program& program, const std::string& question, bool yes);

/// Wants the name of the database before what cannot be taken back; `given` is --confirm NAME.
/// Throws Error{unconfirmed} when it is another name, or nobody can be asked.
void confirm_irreversible(Program& program, const std::string& what, const std::string& name,
                          const std::string& given);

/// Wants the servers stopped: they cache clients. `said` is --servers-stopped.
/// Throws Error{refused} when a process of this home runs, Error{unconfirmed} when nobody said so.
void confirm_servers_stopped(Program& program, const std::vector<std::string>& signs, bool said);

}  // namespace tokenshift::cli
