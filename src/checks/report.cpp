// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/report.hpp"

#include "formats/formats.hpp"

namespace tokenshift::checks {

Counts counts_of(const Report& report) {
  Counts counts;
  for (const Checked& file : report.files) {
    for (const Hit& hit : file.hits) {
      if (hit.fate == Fate::ignored) ++counts.ignored;
      if (hit.fate == Fate::accepted) ++counts.accepted;
      if (hit.fate == Fate::open) ++counts.open.at(static_cast<std::size_t>(hit.finding.severity));
    }
  }
  return counts;
}

std::span<const ReportFormat> report_formats() {
  static constexpr std::array formats{
      ReportFormat{"json", write_json},     ReportFormat{"sarif", write_sarif},
      ReportFormat{"junit", write_junit},   ReportFormat{"github", write_github},
      ReportFormat{"gitlab", write_gitlab},
  };
  return formats;
}

}  // namespace tokenshift::checks
