// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/plan.hpp"
#include "tokenshift/config/enable.hpp"

#include "program.hpp"
#include "session.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

// What migrate and config enable have in common: the switch in deployment.toml.

/// What the plan's database says about which keys are needed. `after_conversion`: once the plan is
/// applied.
config::Clients clients_of(const Session& session, const apps::Plan& plan, bool after_conversion);

/// The options --allow-issuer, --issues-tokens and --force.
std::vector<Option> enable_options(config::EnableOptions& options);

/// The part of a command line that gives these options again, for "next: tokenshift …".
std::string enable_words(const config::EnableOptions& options);

/// The unified diff of a planned edit; empty when there is none.
/// A patch of several files names each as it was named.
std::string diff_text(const apim::Deployment& deployment, const config::EditPlan& plan,
                      bool one_of_many = false);

/// Tells the findings and, on stdout, the diff.
void show_edit(Program& program, const apim::Deployment& deployment, const config::EditPlan& plan,
               bool one_of_many = false);

/// Replaces deployment.toml, and gives what to say about it.
std::string write_edit(Program& program, const apim::Deployment& deployment,
                       const config::EditPlan& plan);

/// The words of what to do once both database and file are done.
void tell_what_remains(Program& program);

/// Throws Error{usage} when no deployment.toml is named.
void require_document(const apim::Deployment& deployment);

}  // namespace tokenshift::cli
