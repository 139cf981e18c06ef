// SPDX-License-Identifier: Apache-2.0
#include "shared_database.hpp"

#include "tokenshift/lab/schema.hpp"

#include "names.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::lab {
namespace {

constexpr std::array<std::string_view, 4> user_columns{"UM_USER_ID", "UM_USER_NAME",
                                                       "UM_USER_PASSWORD", "UM_TENANT_ID"};

void execute_all(db::Connection& database, const std::vector<std::string>& statements) {
  for (const std::string& statement : statements) database.execute(statement);
}

}  // namespace

SharedDatabase::SharedDatabase(db::Connection& database, const Request& request)
    : database_(database),
      transaction_(database, db::Transaction::Kind::write),
      random_(request.seed),
      apim_version_(request.apim_version) {
  execute_all(database_, create_tables(apim_version_, Source::shared, database_.dialect().name));
  write_tenants(request);
  users_ = database_.bulk_insert("UM_USER", user_columns);
  for (const Tenant& tenant : tenants()) add_user("admin", tenant.id);
}

void SharedDatabase::write_tenants(const Request& request) {
  const auto insert = database_.prepare(
      "INSERT INTO UM_TENANT (UM_ID, UM_DOMAIN_NAME, UM_EMAIL, UM_ACTIVE, UM_CREATED_DATE,"
      " UM_TENANT_UUID) VALUES (?, ?, ?, ?, ?, ?)");
  for (const Tenant& tenant : tenants()) {
    if (tenant.id == super_tenant) continue;  // has no row
    insert->run({std::int64_t{tenant.id}, tenant.domain, fmt::format("admin@{}", tenant.domain),
                 std::int64_t{tenant.active ? 1 : 0},
                 to_sql_timestamp(request.now - std::chrono::days{800}), uuid(random_)});
  }
}

void SharedDatabase::add_user(std::string_view name, int tenant_id) {
  const std::string id = uuid(random_);
  users_->add({id, name, "fake-password-hash", std::int64_t{tenant_id}});
}

void SharedDatabase::finish() {
  users_->finish();
  execute_all(database_, create_keys(apim_version_, Source::shared, database_.dialect().name));
  transaction_.commit();
}

}  // namespace tokenshift::lab
