// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/checks/evaluate.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::checks {

/// What was found in one file.
struct Checked {
  std::string name;
  std::vector<Hit> hits;
  bool readable = true;  ///< whether the server can read it
};

/// What one run found.
struct Report {
  std::vector<Checked> files;
  std::string ticket;  ///< under which irreversible findings were accepted; empty for none
};

struct Counts {
  std::array<std::int64_t, 3> open{};  ///< by Severity
  std::int64_t ignored = 0;
  std::int64_t accepted = 0;
};
Counts counts_of(const Report& report);

/// One way to write a report down for another program. To add one: write
/// src/checks/formats/<name>.cpp and name it in report.cpp.
struct ReportFormat {
  std::string_view name;  ///< as in `-o name`
  std::string (*write)(const Report& report);
};

/// json, sarif, junit, github, gitlab.
std::span<const ReportFormat> report_formats();

}  // namespace tokenshift::checks
