// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"
#include "tokenshift/lab/lab.hpp"

#include "random.hpp"

#include <memory>
#include <string_view>

namespace tokenshift::lab {

/// WSO2SHARED_DB while it is being made: its tenants, and the users that own something.
class SharedDatabase {
 public:
  /// Makes the tables, and writes the tenants and their administrators.
  SharedDatabase(db::Connection& database, const Request& request);

  /// A user by the name without a domain; once for each name and tenant.
  void add_user(std::string_view name, int tenant_id);

  /// Makes the keys, and commits. Without it nothing is left.
  void finish();

 private:
  void write_tenants(const Request& request);

  db::Connection& database_;
  db::Transaction transaction_;
  Random random_;
  std::unique_ptr<db::BulkInsert> users_;
  std::string_view apim_version_;
};

}  // namespace tokenshift::lab
