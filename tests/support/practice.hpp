// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/apply.hpp"
#include "tokenshift/base/time.hpp"
#include "tokenshift/db/connection.hpp"

#include "support/temp_dir.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tokenshift::test {

/// A fixed moment for everything that asks the clock: 2026-01-01.
Time test_now();

/// A practice deployment in a folder of its own.
class Practice {
 public:
  explicit Practice(std::int64_t clients = 200, const std::string& version = "4.6.0",
                    bool custom_issuer = false);

  std::string home() const { return (folder_ / "home").string(); }
  std::string toml() const { return home() + "/repository/conf/deployment.toml"; }
  std::string database() const { return home() + "/repository/database/WSO2AM_DB.db"; }
  std::string url() const { return "sqlite:" + database(); }
  const TempDir& folder() const { return folder_; }

  std::unique_ptr<db::Connection> open() const;
  void sql(const std::string& statements) const;
  std::int64_t number(const std::string& query) const;

  /// Every row of every table of API-M, as text: equal before and after means that nothing changed.
  std::string contents() const;

  /// Forgets that this is a practice deployment, so that confirmations are wanted.
  void make_real() const { sql("DROP TABLE TOKENSHIFT_LAB"); }

 private:
  TempDir folder_;
};

/// Surroundings that never stop; `stop_after` chunks, if positive, ask to stop.
apps::Surroundings surroundings(int stop_after = 0);

/// What a command line gave.
struct Ran {
  int status = 0;
  std::string out;
  std::string err;
};

/// What the program sees beside files: variables, and the folder that it is called in.
struct Around {
  std::map<std::string, std::string> variables = {{"TEST_NAME", "value"}};
  std::filesystem::path folder = {};  ///< empty: no project's settings are looked for
  bool terminal = false;
};

/// Runs a command line in process.
Ran run_cli_in(const Around& around, const std::vector<std::string>& arguments,
               const std::string& input = {});

/// Runs a command line in process, as without a terminal; `input` is typed when `terminal`. The
/// environment holds TEST_NAME=value alone.
Ran run_cli(const std::vector<std::string>& arguments, bool terminal = false,
            const std::string& input = {});

}  // namespace tokenshift::test
