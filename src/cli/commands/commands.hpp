// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../command.hpp"

namespace tokenshift::cli {

// One function a command, each in the file of its name.
Command migrate();
Command doctor();
Command status();
Command apps_list();
Command apps_plan();
Command apps_apply();
Command apps_verify();
Command apps_undo();
Command apps_history();
Command config_show();
Command config_diff();
Command config_enable();
Command config_get();
Command config_set();
Command config_unset();
Command config_lint();
Command guard_check();
Command guard_seal();
Command guard_rules();
Command guard_explain();
Command guard_install();
Command guard_uninstall();
Command lab_create();
Command token_decode();
Command token_verify();
Command token_issue();
Command token_revoke();
Command token_introspect();
Command token_refresh();
Command token_jwks();
Command keystore_list();
Command settings();
Command completion();

}  // namespace tokenshift::cli
