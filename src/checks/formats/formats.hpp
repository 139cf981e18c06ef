// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/checks/report.hpp"

#include <string>

namespace tokenshift::checks {

std::string write_json(const Report& report);
std::string write_sarif(const Report& report);   // SARIF 2.1.0
std::string write_junit(const Report& report);   // JUnit XML, as CI servers read it
std::string write_github(const Report& report);  // workflow commands of GitHub Actions
std::string write_gitlab(const Report& report);  // Code Quality of GitLab

}  // namespace tokenshift::checks
