// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

#include <array>

namespace tokenshift::cli {
namespace {

// In the order of the help.
constexpr auto table = std::to_array<CommandRow>({
    {"migrate", migrate},
    {"doctor", doctor},
    {"status", status},
    {"apps list", apps_list},
    {"apps plan", apps_plan},
    {"apps apply", apps_apply},
    {"apps verify", apps_verify},
    {"apps undo", apps_undo},
    {"apps history", apps_history},
    {"config show", config_show},
    {"config diff", config_diff},
    {"config enable", config_enable},
    {"config get", config_get},
    {"config set", config_set},
    {"config unset", config_unset},
    {"config lint", config_lint},
    {"guard check", guard_check},
    {"guard seal", guard_seal},
    {"guard rules", guard_rules},
    {"guard explain", guard_explain},
    {"guard install", guard_install},
    {"guard uninstall", guard_uninstall},
    {"token decode", token_decode},
    {"token verify", token_verify},
    {"token jwks", token_jwks},
    {"token issue", token_issue},
    {"token introspect", token_introspect},
    {"token refresh", token_refresh},
    {"token revoke", token_revoke},
    {"keystore list", keystore_list},
    {"lab create", lab_create},
    {"settings", settings},
    {"completion", completion},
});

}  // namespace

std::span<const CommandRow> command_table() { return table; }

std::vector<Command> commands() {
  std::vector<Command> all;
  all.reserve(table.size());
  for (const CommandRow& row : table) all.push_back(row.make());
  return all;
}

}  // namespace tokenshift::cli
