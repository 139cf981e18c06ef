// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/target.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::apps {

using apim::Side;

std::span<const TargetSpec> targets() {
  static constexpr std::array table{
      TargetSpec{Target::type_row, "type-row", Side::identity, "IDN_OIDC_PROPERTY", "ID",
                 "PROPERTY_VALUE", "JWT", "token type row", "token type rows"},
      TargetSpec{Target::missing_type, "missing-type", Side::identity, "IDN_OIDC_PROPERTY", "ID",
                 "PROPERTY_VALUE", "JWT", "missing token type row", "missing token type rows"},
      TargetSpec{Target::application, "application", Side::apim, "AM_APPLICATION", "APPLICATION_ID",
                 "TOKEN_TYPE", "JWT", "application", "applications"},
      TargetSpec{Target::metadata, "metadata", Side::identity, "SP_METADATA", "ID", "VALUE", "JWT",
                 "service provider copy", "service provider copies"},
      TargetSpec{Target::user_domain, "user-domain", Side::identity, "SP_APP", "ID",
                 "IS_USE_USER_DOMAIN_SUBJECT", "1", "portal user-domain flag",
                 "portal user-domain flags"},
      TargetSpec{Target::tenant_domain, "tenant-domain", Side::identity, "SP_APP", "ID",
                 "IS_USE_TENANT_DOMAIN_SUBJECT", "0", "portal tenant-domain flag",
                 "portal tenant-domain flags"},
  };
  static_assert(table.size() == target_count);
  return table;
}

const TargetSpec& spec_of(Target target) { return targets()[static_cast<std::size_t>(target)]; }

std::string_view column_of(const TargetSpec& spec, const db::Dialect& dialect) {
  return spec.target == Target::metadata ? dialect.value_column : spec.column;
}

std::string_view kept_columns(const TargetSpec& spec, const db::Dialect& dialect) {
  return spec.target == Target::application ? dialect.keep_created : std::string_view{};
}

const TargetSpec* find_target(std::string_view name) {
  const auto found = std::ranges::find(targets(), name, &TargetSpec::name);
  return found == targets().end() ? nullptr : &*found;
}

}  // namespace tokenshift::apps
