// SPDX-License-Identifier: Apache-2.0
#include "statements.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tokenshift::apps {

std::string in_list(std::span<const std::int64_t> ids) {
  fmt::memory_buffer text;
  std::string_view before = "IN (";
  for (const std::int64_t id : ids) {
    fmt::format_to(std::back_inserter(text), "{}{}", before, id);
    before = ",";
  }
  text.push_back(')');
  return fmt::to_string(text);
}

std::string update_sql(const TargetSpec& spec, const db::Dialect& dialect, std::string_view which) {
  const std::string_view column = column_of(spec, dialect);
  return fmt::format("UPDATE {} SET {} = '{}'{} WHERE {} {} AND {}", spec.table, column, spec.value,
                     kept_columns(spec, dialect), spec.id, which,
                     db::exactly_same(dialect, column, "?"));
}

std::string insert_sql(const db::Dialect& dialect, std::string_view which) {
  return fmt::format(
      "INSERT INTO IDN_OIDC_PROPERTY (TENANT_ID, CONSUMER_KEY, PROPERTY_KEY, PROPERTY_VALUE)"
      " SELECT A.TENANT_ID, A.CONSUMER_KEY, 'tokenType', 'JWT' FROM IDN_OAUTH_CONSUMER_APPS A"
      " WHERE A.ID {} AND NOT EXISTS (SELECT 1 FROM IDN_OIDC_PROPERTY P"
      " WHERE P.CONSUMER_KEY = A.CONSUMER_KEY AND P.TENANT_ID = A.TENANT_ID AND {})",
      which, db::exactly_equal(dialect, "P.PROPERTY_KEY", "'tokenType'"));
}

std::string inserted_ids_sql(const db::Dialect& dialect, std::string_view which) {
  return fmt::format(
      "SELECT P.ID FROM IDN_OAUTH_CONSUMER_APPS A JOIN IDN_OIDC_PROPERTY P"
      " ON P.CONSUMER_KEY = A.CONSUMER_KEY AND P.TENANT_ID = A.TENANT_ID AND {} WHERE A.ID {}",
      db::exactly_equal(dialect, "P.PROPERTY_KEY", "'tokenType'"), which);
}

std::string restore_sql(const TargetSpec& spec, const db::Dialect& dialect,
                        std::string_view which) {
  const std::string_view column = column_of(spec, dialect);
  return fmt::format("UPDATE {} SET {} = ?{} WHERE {} {} AND {}", spec.table, column,
                     kept_columns(spec, dialect), spec.id, which,
                     db::exactly_equal(dialect, column, "?"));
}

std::string delete_sql(const TargetSpec& spec, const db::Dialect& dialect, std::string_view which) {
  return fmt::format("DELETE FROM {} WHERE {} {} AND {}", spec.table, spec.id, which,
                     db::exactly_equal(dialect, column_of(spec, dialect), "?"));
}

}  // namespace tokenshift::apps
