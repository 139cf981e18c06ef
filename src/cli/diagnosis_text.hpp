// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/report/json.hpp"

#include "diagnosis.hpp"

#include <string>

namespace tokenshift::cli {

/// What doctor says, for people. `where` are the words that name the deployment.
std::string diagnosis_text(const Program& program, const Diagnosis& diagnosis, const Where& where);
report::Node::Object diagnosis_node(const Diagnosis& diagnosis, const Where& where);

}  // namespace tokenshift::cli
