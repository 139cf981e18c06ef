// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/report/table.hpp"

#include "support/errors.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

namespace tokenshift::report {
namespace {

TEST_CASE("every format writes a table without rows") {
  CHECK(formats().size() == 4);
  for (const Format& format : formats()) {
    std::ostringstream out;
    const auto writer = row_writer(format.name, out, {"x", {{"a", "A"}}});
    CHECK_NOTHROW(writer->finish());
  }
}

TEST_CASE("an unknown format is a usage error that names the choices") {
  std::ostringstream out;
  const Error error = test::error_of([&] { row_writer("x\x1bml", out, {}); });
  CHECK(error.kind() == ErrorKind::usage);
  CHECK(std::string(error.what()) == "no output format \"x\\x1bml\"");
  CHECK(error.hint() == "choose one of: table, json, jsonl, csv");
}

}  // namespace
}  // namespace tokenshift::report
