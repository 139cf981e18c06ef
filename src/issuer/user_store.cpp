// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/user_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::issuer {
namespace {

std::optional<User> find_by(db::Connection& store, std::string_view column, const std::string& key,
                            const std::string& tenant, std::int64_t tenant_id) {
  const auto rows = store.prepare(fmt::format(
      "SELECT UM_USER_ID, UM_USER_NAME FROM UM_USER WHERE {} = ? AND UM_TENANT_ID = ?", column));
  rows->bind({key, tenant_id});
  while (rows->next()) {
    User user{
        .id = std::string(rows->text(0)), .name = std::string(rows->text(1)), .tenant = tenant};
    if ((column == "UM_USER_ID" ? user.id : user.name) == key) return user;
  }
  return std::nullopt;
}

}  // namespace

bool is_user_store(db::Connection& database) {
  const auto columns = database.columns("UM_USER");
  return std::ranges::find(columns, "UM_USER_ID") != columns.end();
}

std::optional<User> find_user(db::Connection& store, const std::string& name,
                              const std::string& tenant, std::int64_t tenant_id) {
  return find_by(store, "UM_USER_NAME", name, tenant, tenant_id);
}

std::optional<User> find_user_by_id(db::Connection& store, const std::string& id,
                                    const std::string& tenant, std::int64_t tenant_id) {
  return find_by(store, "UM_USER_ID", id, tenant, tenant_id);
}

}  // namespace tokenshift::issuer
