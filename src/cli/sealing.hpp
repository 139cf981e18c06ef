// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/plan.hpp"
#include "tokenshift/checks/seal.hpp"

#include "program.hpp"

#include <string>

namespace tokenshift::cli {

// What guard seal and migrate have in common: a seal is only put under what is sound.

/// The seal of a deployment.toml as it is, or will be. `name` is what people call the deployment;
/// empty: its host name, else its file.
/// Throws the first error that guard check finds in it, and what checks::seal_of() throws.
checks::Seal sound_seal(const Program& program, const checks::State& state,
                        const std::string& name = {});

/// Adds how many clients of each kind there are, and when all were found to be JWT.
void add_counts(checks::Seal& seal, const apps::Plan& clients, Time now);

/// Writes it into a file that must not exist yet.
void write_seal(const checks::Seal& seal, const std::string& file);

}  // namespace tokenshift::cli
