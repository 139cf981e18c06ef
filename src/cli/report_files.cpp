// SPDX-License-Identifier: Apache-2.0
#include "report_files.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tokenshift::cli {
namespace {

[[noreturn]] void fail(const std::string& word, std::string_view what) {
  std::vector<std::string_view> names;
  for (const checks::ReportFormat& format : checks::report_formats()) names.push_back(format.name);
  throw Error(ErrorKind::usage, fmt::format("--report {}: {}", printable(word), what),
              fmt::format("write --report FORMAT=PATH with one of {}", fmt::join(names, ", ")));
}

}  // namespace

std::vector<ReportFile> report_files(const std::vector<std::string>& words) {
  std::vector<ReportFile> files;
  for (const std::string& word : words) {
    const std::size_t sign = std::min(word.find('='), word.size());
    const auto formats = checks::report_formats();
    const auto format =
        std::ranges::find(formats, word.substr(0, sign), &checks::ReportFormat::name);
    if (format == formats.end()) fail(word, "no such format");
    ReportFile file{&*format, word.substr(std::min(sign + 1, word.size()))};
    if (file.path.empty()) fail(word, "no path");
    if (std::ranges::find(files, file.path, &ReportFile::path) != files.end()) {
      fail(word, "two reports for one file");
    }
    files.push_back(std::move(file));
  }
  return files;
}

void write_reports(const std::vector<ReportFile>& files, const checks::Report& report) {
  for (const ReportFile& file : files) os::write_file(file.path, file.format->write(report));
}

}  // namespace tokenshift::cli
