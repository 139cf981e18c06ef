// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/report/table.hpp"

#include "writers.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::report {

std::span<const Format> formats() {
  static constexpr std::array all{
      Format{"table", make_table},
      Format{"json", make_json},
      Format{"jsonl", make_jsonl},
      Format{"csv", make_csv},
  };
  return all;
}

std::unique_ptr<RowWriter> row_writer(std::string_view format, std::ostream& out, TableSpec spec) {
  std::string names;
  for (const Format& known : formats()) {
    if (known.name == format) return known.make(out, std::move(spec));
    names += names.empty() ? "" : ", ";
    names += known.name;
  }
  throw Error(ErrorKind::usage, fmt::format("no output format \"{}\"", printable(format)),
              fmt::format("choose one of: {}", names));
}

}  // namespace tokenshift::report
