// SPDX-License-Identifier: Apache-2.0
// Another client of the database while a conversion runs: updates one row every few milliseconds,
// commits it, and tells how long that took.
//
//   neighbour URL random|chunk      until SIGTERM
//
// "random" takes any token type row, "chunk" one right behind the last row that is in the journal:
// most of these belong to the chunk that is being written.
#include "tokenshift/base/error.hpp"
#include "tokenshift/db/backend.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <random>
#include <string_view>
#include <thread>
#include <vector>

using namespace tokenshift;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds pause_between{5};
constexpr std::int64_t reach = 200;

volatile std::sig_atomic_t stop = 0;

std::int64_t number(db::Connection& database, const char* sql) {
  const auto rows = database.prepare(sql);
  return rows->next() ? rows->integer(0) : 0;
}

std::int64_t last_written(db::Connection& database) {
  if (database.columns("TOKENSHIFT_RUN").empty()) return 0;
  return number(database,
                "SELECT ROW_ID FROM TOKENSHIFT_JOURNAL"
                " WHERE RUN_ID = (SELECT MAX(RUN_ID) FROM TOKENSHIFT_RUN) AND TARGET = 'type-row'"
                " ORDER BY RUN_ID DESC, CHUNK DESC, TARGET DESC, ROW_ID DESC LIMIT 1");
}

// Milliseconds for one update.
double update(db::Connection& database, std::int64_t row) {
  const auto start = Clock::now();
  database.prepare("UPDATE IDN_OIDC_PROPERTY SET TENANT_ID = TENANT_ID WHERE ID = ?")->run({row});
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void print(std::string_view mode, std::vector<double>& waits, int errors) {
  std::sort(waits.begin(), waits.end());
  const auto at = [&](double share) {
    return waits.empty() ? 0.0 : waits[static_cast<std::size_t>(share * double(waits.size() - 1))];
  };
  std::printf(
      "%.*s rows: %zu updates, median %.1f ms, 99th percentile %.1f ms, longest %.1f ms,"
      " %d errors\n",
      static_cast<int>(mode.size()), mode.data(), waits.size(), at(0.5), at(0.99), at(1.0), errors);
}

int run(const char* url, std::string_view mode) {
  const auto database = db::open(url, db::Access::write);
  const std::int64_t rows = number(*database, "SELECT MAX(ID) FROM IDN_OIDC_PROPERTY");
  std::mt19937_64 random(1);
  std::vector<double> waits;
  int errors = 0;
  while (stop == 0) {
    const std::int64_t from = mode == "chunk" ? last_written(*database) : 0;
    const std::int64_t range = mode == "chunk" ? reach : rows;
    try {
      waits.push_back(
          update(*database, from + 1 + static_cast<std::int64_t>(random() % std::uint64_t(range))));
    } catch (const Error& error) {
      if (++errors < 4) std::fprintf(stderr, "neighbour: %s\n", error.what());
    }
    std::this_thread::sleep_for(pause_between);
  }
  print(mode, waits, errors);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: neighbour URL random|chunk\n", stderr);
    return 2;
  }
  try {
    std::signal(SIGTERM, [](int) { stop = 1; });
    return run(argv[1], argv[2]);
  } catch (const Error& error) {
    std::fprintf(stderr, "neighbour: %s\n", error.what());
    return 1;
  }
}
