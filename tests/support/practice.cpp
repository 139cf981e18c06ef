// SPDX-License-Identifier: Apache-2.0
#include "support/practice.hpp"

#include "tokenshift/cli/app.hpp"
#include "tokenshift/db/backend.hpp"
#include "tokenshift/lab/lab.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <sstream>

namespace tokenshift::test {

Time test_now() { return std::chrono::sys_days{std::chrono::January / 1 / 2026}; }

Practice::Practice(std::int64_t clients, const std::string& version, bool custom_issuer) {
  lab::create({.directory = home(),
               .clients = clients,
               .apim_version = version,
               .seed = 7,
               .custom_issuer = custom_issuer,
               .now = test_now()});
}

std::unique_ptr<db::Connection> Practice::open() const {
  return db::open(url(), db::Access::write);
}

void Practice::sql(const std::string& statements) const { open()->execute(statements); }

std::int64_t Practice::number(const std::string& query) const {
  const auto database = open();
  const auto row = database->prepare(query);
  REQUIRE(row->next());
  return row->integer(0);
}

std::string Practice::contents() const {
  const auto database = open();
  std::vector<std::string> tables;
  const auto names = database->prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'TOKENSHIFT_%'"
      " AND name NOT LIKE 'sqlite_%' ORDER BY name");
  while (names->next()) tables.emplace_back(names->text(0));
  std::ostringstream text;
  for (const std::string& table : tables) {
    const auto columns = database->columns(table);
    const auto rows = database->prepare(
        fmt::format("SELECT {0} FROM {1} ORDER BY 1, 2", fmt::join(columns, ", "), table));
    text << table << '\n';
    while (rows->next()) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        text << (rows->is_null(static_cast<int>(i)) ? "\\N" : rows->text(static_cast<int>(i)))
             << '|';
      }
      text << '\n';
    }
  }
  return text.str();
}

apps::Surroundings surroundings(int stop_after) {
  const auto asked = std::make_shared<int>(0);
  return {.actor = "tester@host",
          .now = test_now,
          .tick = [] { return std::chrono::steady_clock::time_point{}; },
          .stop_requested = [asked, stop_after] { return stop_after > 0 && ++*asked > stop_after; },
          .progress = [](std::int64_t, std::int64_t) {},
          .waiting = [](std::string_view) {},
          .wait = [](std::chrono::milliseconds) {},
          .chance = [] { return 0.5; }};
}

Ran run_cli_in(const Around& around, const std::vector<std::string>& arguments,
               const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const auto value_of = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = around.variables.find(name);
    return found == around.variables.end() ? std::nullopt : std::optional(found->second);
  };
  const auto names = [&] {
    std::vector<std::string> all;
    for (const auto& [name, value] : around.variables) all.push_back(name);
    return all;
  };
  cli::World world{.in = in,
                   .out = out,
                   .err = err,
                   .in_terminal = around.terminal,
                   .out_terminal = false,
                   .err_terminal = around.terminal,
                   .environment = value_of,
                   .now = test_now,
                   .folder = around.folder,
                   .variables = names};
  const int status = cli::run(arguments, world);
  return {status, out.str(), err.str()};
}

Ran run_cli(const std::vector<std::string>& arguments, bool terminal, const std::string& input) {
  return run_cli_in({.terminal = terminal}, arguments, input);
}

}  // namespace tokenshift::test
