// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

#include <array>

namespace tokenshift::cli {
namespace {

// In the order of the help.
constexpr auto table = std::to_array<CommandRow>({
    {"migrate",
     "do the whole move: plan, confirm, convert the clients, verify, switch deployment.toml",
     migrate},
    {"doctor", "tell whether a deployment is ready for the optimization, and what will change",
     doctor},
    {"status",
     "show where a deployment stands: version, optimization, clients, opaque tokens, next step",
     status},
    {"apps list", "list all OAuth clients with the token type the server would use", apps_list},
    {"apps plan", "show what a conversion would change, and what it would leave alone and why",
     apps_plan},
    {"apps apply", "convert the clients to JWT, with a journal that undoes it exactly", apps_apply},
    {"apps verify", "check that every client is JWT, by reading all of them again", apps_verify},
    {"apps undo", "restore exactly what a run changed, where the value is still the run's",
     apps_undo},
    {"apps history", "list the runs that have written to a database", apps_history},
    {"config show", "show each key of the feature: its value, where it comes from, what it means",
     config_show},
    {"config diff", "show what config enable would change, as a diff that patch -p1 applies",
     config_diff},
    {"config enable", "switch the optimization on in deployment.toml: the point of no return",
     config_enable},
    {"config get", "print one value of deployment.toml, or all values below a table", config_get},
    {"config set", "set one key of deployment.toml and change no other byte", config_set},
    {"config unset", "take one key out of deployment.toml and change no other byte", config_unset},
    {"config lint",
     "check deployment.toml files for what stops the server or silently does nothing", config_lint},
    {"guard check",
     "fail when a deployment.toml would turn the optimization back, or is not fit for it",
     guard_check},
    {"guard seal", "write down that the optimization is on, for guard check to compare with",
     guard_seal},
    {"guard rules", "list the rules of guard check and doctor", guard_rules},
    {"guard explain", "tell what a rule of guard check or doctor is for, and what to do",
     guard_explain},
    {"guard install", "have guard check called where the optimization would be turned back",
     guard_install},
    {"guard uninstall", "take out what guard install put in", guard_uninstall},
    {"token decode", "show what a token says, whatever way it was pasted; nothing is verified",
     token_decode},
    {"token verify", "verify a token by all rules of key manager and gateway, and say why not",
     token_verify},
    {"token jwks", "print the public keys as a JWKS, with the key ids that the server computes",
     token_jwks},
    {"token issue", "issue a token as the server does once the optimization is on", token_issue},
    {"token introspect", "answer for a token as the server's /oauth2/introspect does (RFC 7662)",
     token_introspect},
    {"token refresh", "exchange a refresh token as the server's grant refresh_token does",
     token_refresh},
    {"token revoke", "revoke one token, all tokens of a client, or all of a user", token_revoke},
    {"keystore list", "list the entries of a key store, with the key ids that tokens name",
     keystore_list},
    {"lab create", "make a practice deployment: nothing of WSO2 is needed", lab_create},
    {"settings", "list what presets the options of all commands, each value with its source",
     settings},
    {"completion", "print what a shell needs to complete command lines, or the manual page",
     completion},
});

}  // namespace

std::span<const CommandRow> command_table() { return table; }

Command made(const CommandRow& row) {
  Command command = row.make();
  command.summary = row.summary;
  return command;
}

std::vector<Command> commands() {
  std::vector<Command> all;
  all.reserve(table.size());
  for (const CommandRow& row : table) all.push_back(made(row));
  return all;
}

}  // namespace tokenshift::cli
