// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/lab/lab.hpp"
#include "tokenshift/os/process.hpp"
#include "tokenshift/report/json.hpp"

#include "../credentials.hpp"
#include "../progress.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  std::string directory;
  std::string db;
  apim::PasswordSource password;
  bool replace = false;
  std::int64_t clients = 1000;
  std::string version = "4.6.0";
  std::int64_t seed = 1;
  bool custom_issuer = false;
  std::string now;
  std::string output = "table";
};

// Whole minutes, ten by ten: two runs after one another give the same rows, and what is made to be
// alive still is.
Time moment(const Program& program, const std::string& text) {
  using TenMinutes = std::chrono::duration<std::int64_t, std::ratio<600>>;
  if (text.empty()) return std::chrono::floor<TenMinutes>(program.now());
  if (const auto time = parse_time(text)) return std::chrono::floor<std::chrono::seconds>(*time);
  throw Error(ErrorKind::usage, fmt::format("\"{}\" is no moment", printable(text)),
              "write it as 2026-04-23T10:18:00Z");
}

std::optional<lab::Destination> destination(Program& program, const Options& options) {
  if (!options.db.empty()) {
    return lab::Destination{.address = address_of(program, options.db, options.password),
                            .replace = options.replace};
  }
  if (options.directory.empty()) {
    throw Error(ErrorKind::usage, "neither a home nor a database is named",
                "name the home to make, the database to fill with --db, or both");
  }
  if (options.replace) {
    throw Error(ErrorKind::usage, "--replace is for the database of --db",
                "a home is never replaced: name a new directory");
  }
  return std::nullopt;
}

std::string place(const Options& options, const lab::Created& made) {
  if (made.home.empty()) return made.url;
  return printable(options.directory);
}

int run(Program& program, const Options& options) {
  if (options.seed < 0)
    throw Error(ErrorKind::usage, "--seed is negative", "give a number from 0 on");
  const os::StopRequests stop_requests;
  Progress progress(program, "making clients");
  const lab::Created made =
      lab::create({.directory = options.directory,
                   .destination = destination(program, options),
                   .clients = options.clients,
                   .apim_version = options.version,
                   .seed = static_cast<std::uint64_t>(options.seed),
                   .custom_issuer = options.custom_issuer,
                   .now = moment(program, options.now)},
                  [&](std::int64_t done, std::int64_t total) {
                    if (os::StopRequests::requested()) {
                      throw Error(ErrorKind::interrupted, "interrupted; nothing of it is left",
                                  "the same command makes it");
                    }
                    progress.at(done, total);
                  });
  if (options.output == "json") {
    program.out() << report::to_json({{"home", made.home.string()},
                                      {"apim_version", options.version},
                                      {"database", made.url},
                                      {"clients", made.counts.clients}});
  } else {
    program.out() << fmt::format("practice deployment of API-M {} with {} in {}\n", options.version,
                                 counted(made.counts.clients, "client"), place(options, made));
  }
  program.next(made.home.empty()
                   ? fmt::format("tokenshift status --db {} --apim-version {}{}",
                                 shell_word(options.db), options.version,
                                 password_words(options.password))
                   : fmt::format("tokenshift status --home {}", shell_word(options.directory)));
  return 0;
}

}  // namespace

Command lab_create() {
  auto options = std::make_shared<Options>();
  return {
      .name = "lab create",
      .details =
          "Writes an API-M home (deployment.toml, product.txt, default.json) and SQLite databases "
          "with the real tables, filled with applications, system applications and every kind of "
          "awkward row that is known. All commands work on it as on a real one, and ask for no "
          "confirmation.\n\n"
          "--db fills a database on a server instead, in the shape that API-M's script for that "
          "engine gives it; the deployment.toml of the home names it, with the password if you "
          "gave one, and without DIR no home is made. The database must exist, and hold nothing of "
          "API-M: one that does is refused (4), but for a practice deployment with --replace. The "
          "same seed gives the same clients on every engine.",
      .options = joined(
          {{"DIR", "",
            "the home to make; must not exist, or be empty; without it only the database of --db "
            "is filled",
            &options->directory},
           {"--db", "URL",
            "the database to fill, as postgresql://user@host/db; default: a SQLite file in DIR",
            &options->db},
           {"--replace", "", "clear a practice deployment that is in the database of --db",
            &options->replace},
           {"--clients", "N", "how many clients; default 1000, 40 to 100,000,000",
            &options->clients},
           {"--apim-version", "V", "4.2.0 (too old), 4.3.0 to 4.6.0, or 4.7.0; default 4.6.0",
            &options->version},
           {"--seed", "S", "a number; the same seed and --now give the same bytes; default 1",
            &options->seed},
           {"--now", "TIME",
            "the moment that the rows are made for, in UTC; default: the last full ten minutes",
            &options->now},
           {"--custom-issuer", "", "add a custom issuer and a client of it, which block the move",
            &options->custom_issuer},
           {"-o,--output",
            "FORMAT",
            "how the answer is printed; default table",
            &options->output,
            {"table", "json"}}},
          password_options(options->password)),
      .examples = {{"a thousand clients", "tokenshift lab create /tmp/practice"},
                   {"a large one, of the version you run",
                    "tokenshift lab create /tmp/large --clients 1000000 --apim-version 4.3.0"},
                   {"one on PostgreSQL",
                    "tokenshift lab create /tmp/practice --db "
                    "postgresql://apim@localhost/practice --password-file pw"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
