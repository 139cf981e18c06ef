// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/checks/report.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

/// A report that goes into a file: `--report FORMAT=PATH`.
struct ReportFile {
  const checks::ReportFormat* format = nullptr;
  std::string path;
};

/// Throws Error{usage} for an unknown format, no path, or one path twice.
std::vector<ReportFile> report_files(const std::vector<std::string>& words);

/// Writes each of them. Throws Error{environment} when a file cannot be written.
void write_reports(const std::vector<ReportFile>& files, const checks::Report& report);

}  // namespace tokenshift::cli
