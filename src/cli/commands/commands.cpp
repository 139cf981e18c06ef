// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

namespace tokenshift::cli {

std::vector<Command> commands() {
  return {migrate(),       doctor(),        status(),        apps_list(),    apps_plan(),
          apps_apply(),    apps_verify(),   apps_undo(),     apps_history(), config_show(),
          config_diff(),   config_enable(), config_get(),    config_set(),   config_unset(),
          config_lint(),   guard_check(),   guard_seal(),    guard_rules(),  guard_explain(),
          token_decode(),  token_verify(),  token_jwks(),    token_issue(),  token_introspect(),
          token_refresh(), token_revoke(),  keystore_list(), lab_create()};
}

}  // namespace tokenshift::cli
