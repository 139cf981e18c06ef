// SPDX-License-Identifier: Apache-2.0
// The makers of the formats; formats.cpp has the table of them.
#pragma once

#include "tokenshift/report/table.hpp"

#include <memory>
#include <ostream>

namespace tokenshift::report {

std::unique_ptr<RowWriter> make_table(std::ostream& out, TableSpec spec);
std::unique_ptr<RowWriter> make_json(std::ostream& out, TableSpec spec);
std::unique_ptr<RowWriter> make_jsonl(std::ostream& out, TableSpec spec);
std::unique_ptr<RowWriter> make_csv(std::ostream& out, TableSpec spec);

}  // namespace tokenshift::report
