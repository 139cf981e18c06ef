// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"

#include "formats.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::checks {
namespace {

// XML 1.0 has no way to write control characters; printable() shows them.
std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : printable(text)) {
    if (c == '&')
      xml += "&amp;";
    else if (c == '<')
      xml += "&lt;";
    else if (c == '>')
      xml += "&gt;";
    else if (c == '"')
      xml += "&quot;";
    else
      xml += c;
  }
  return xml;
}

std::string case_of(const Checked& file, const Hit& hit) {
  const Finding& finding = hit.finding;
  const std::string head = fmt::format(R"(    <testcase classname="{}" name="{} {}">)",
                                       escaped(file.name), finding.id, escaped(finding.message));
  if (hit.fate != Fate::open) {
    return fmt::format("{}\n      <skipped message=\"{}: {}\"/>\n    </testcase>\n", head,
                       to_string(hit.fate), escaped(hit.excuse));
  }
  return fmt::format(
      "{}\n      <failure type=\"{}\" message=\"{}\">{}: {}</failure>\n    </testcase>\n", head,
      to_string(finding.severity), escaped(finding.message), escaped(to_string(finding.location)),
      escaped(finding.hint));
}

std::string suite_of(const Checked& file, const std::string& ticket) {
  const auto open = std::ranges::count(file.hits, Fate::open, &Hit::fate);
  const auto all = static_cast<std::int64_t>(file.hits.size());
  std::string suite =
      fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n",
                  escaped(file.name), std::max<std::int64_t>(all, 1), open, all - open);
  if (!ticket.empty()) {
    suite += fmt::format(
        "    <properties>\n      <property name=\"accepted-irreversible\" value=\"{}\"/>\n"
        "    </properties>\n",
        escaped(ticket));
  }
  for (const Hit& hit : file.hits) suite += case_of(file, hit);
  if (file.hits.empty()) {
    suite +=
        fmt::format("    <testcase classname=\"{}\" name=\"guard check\"/>\n", escaped(file.name));
  }
  return suite + "  </testsuite>\n";
}

}  // namespace

std::string write_junit(const Report& report) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tokenshift\">\n";
  for (const Checked& file : report.files) xml += suite_of(file, report.ticket);
  return xml + "</testsuites>\n";
}

}  // namespace tokenshift::checks
