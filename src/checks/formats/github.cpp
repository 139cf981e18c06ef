// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"

#include "formats.hpp"

#include <fmt/format.h>

namespace tokenshift::checks {
namespace {

// What would end a property or a command is written as %XX.
std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : printable(text)) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    result += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return result;
}

std::string_view command_of(const Hit& hit) {
  if (hit.fate != Fate::open || hit.finding.severity == Severity::note) return "notice";
  return to_string(hit.finding.severity);
}

}  // namespace

std::string write_github(const Report& report) {
  std::string lines;
  if (!report.ticket.empty()) {
    lines += fmt::format("::notice title=tokenshift::irreversible findings are accepted under {}\n",
                         escaped(report.ticket, false));
  }
  for (const Checked& file : report.files) {
    for (const Hit& hit : file.hits) {
      const Location& place = hit.finding.location;
      const std::string where =
          place.line > 0 ? fmt::format(",line={},col={}", place.line, place.column) : "";
      const std::string excuse =
          hit.fate == Fate::open ? "" : fmt::format(" ({}: {})", to_string(hit.fate), hit.excuse);
      lines += fmt::format(
          "::{} file={}{},title={}::{}\n", command_of(hit), escaped(file.name, true), where,
          hit.finding.id,
          escaped(fmt::format("{}; {}{}", hit.finding.message, hit.finding.hint, excuse), false));
    }
  }
  return lines;
}

}  // namespace tokenshift::checks
