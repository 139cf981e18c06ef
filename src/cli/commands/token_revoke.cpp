// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/running.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/report/table.hpp"

#include "../confirm.hpp"
#include "../revoking.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

using revocation::Effect;

const report::TableSpec spec{.name = "rows",
                             .columns = {{"table", "TABLE"},
                                         {"key", "KEY"},
                                         {"effect", "EFFECT"},
                                         {"before", "BEFORE"},
                                         {"now", "REVOKED UNTIL"}}};

report::Cell moment(const std::optional<Time>& time) {
  if (!time) return std::monostate{};
  return to_sql_timestamp(*time);
}

void print(Program& program, const RevokeOptions& options, const std::vector<Effect>& effects) {
  const auto writer = report::row_writer(options.output, program.out(), spec);
  for (const Effect& effect : effects) {
    writer->row({std::string(effect.table), printable(effect.key),
                 std::string(to_string(effect.what)), moment(effect.before), moment(effect.now)});
  }
  writer->finish();
}

// Rows in these tables make an undo of the conversion one past the point of no return.
void warn_of_signs(Program& program, const OpenRevocations& store) {
  if (!store.session) return;
  const Session& session = *store.session;
  if (apim::feature_state(*session.deployment).optimization == apim::Optimization::on) return;
  if (!apim::signs_of_no_return(*session.deployment, session.databases()).empty()) return;
  program.tell({.severity = Severity::warning,
                .id = "sign-of-no-return",
                .message = "rows in these tables are a sign that the server has run with the "
                           "optimization on, which it does not now",
                .hint = "apps undo will want --accept-irreversible TICKET after this"});
}

// What no row tells those who run (reference tokens.md §5.7).
void say_who_does_not_know(Program& program, const RevokeOptions& options,
                           const OpenRevocations& store, bool told) {
  if (!store.session) {
    program.say("no server reads this store: token introspect and token refresh do");
    return;
  }
  program.say("the key manager knows from now on");
  if (told) {
    program.say(
        "the control plane took the events; it tells the running gateways, and answers "
        "the same when it is not set up to");
  } else if (options.gateway_tables) {
    program.say(
        "running gateways do not know: they read their tables when they start; --notify "
        "URL tells them now");
  } else {
    program.say(
        "gateways do not know, and do not learn it when they start: --gateway-tables "
        "writes their tables, --notify URL tells them now");
  }
}

std::vector<Effect> joined_effects(std::vector<Effect> first, const std::vector<Effect>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

void dry_run(Program& program, const RevokeOptions& options, const OpenRevocations& store,
             const Meant& meant) {
  if (db::Connection* database = store.database()) {
    print(program, options,
          joined_effects(revocation::preview(*database, meant.seen),
                         revocation::preview(*database, meant.unseen)));
  } else {
    program.say(fmt::format("would make the store {}", printable(store.place)));
  }
  program.say(fmt::format("dry run: nothing was written; without it: {}", meant.what));
}

void tell(const std::optional<ControlPlane>& plane, const Meant& meant, const Program& program) {
  if (!plane) return;
  const issuer::Sources sources = sources_of(program);
  try {
    for (const auto& [revocation, origin] : meant.events) {
      plane->tell(issuer::notifications(revocation, origin, program.now(), sources.new_uuid));
    }
  } catch (const Error& error) {
    throw Error(error.kind(),
                fmt::format("the rows are written, but gateways are not told: {}", error.what()),
                error.hint() + "; the same command again is safe");
  }
}

// Before a store is made.
void require_deployment_for_gateways(const RevokeOptions& options) {
  if (names_deployment(options.deployment) && options.store.file.empty()) return;
  throw Error(ErrorKind::usage, "--gateway-tables is for the database of a deployment",
              "name it with --home DIR or --db URL, without --store");
}

void require_one_database(const OpenRevocations& store) {
  if (store.session->identity) {
    throw Error(ErrorKind::refused,
                "the gateways' tables lie in another database than the key manager's, and a "
                "revocation is written in one transaction",
                "leave --gateway-tables out and tell the gateways with --notify URL");
  }
}

int run(Program& program, const RevokeOptions& options) {
  require_one_thing(options);
  if (options.gateway_tables) require_deployment_for_gateways(options);
  const std::optional<ControlPlane> plane = control_plane(options.notify);
  OpenRevocations store = open_revocations(program, options.deployment, options.store,
                                           options.dry_run ? db::Access::read : db::Access::write);
  if (options.gateway_tables) require_one_database(store);
  Meant meant = what_is_meant(program, options, store);
  meant.seen.gateway_tables = options.gateway_tables;
  for (const std::string& remark : meant.remarks) program.say("note: " + remark);
  if (options.dry_run) {
    dry_run(program, options, store, meant);
    return exit_ok;
  }
  if (!store.harmless()) {
    confirm_reversible(program,
                       fmt::format("Really revoke {} in {}? Nothing gives them back.", meant.what,
                                   store.session->database->name()),
                       options.yes);
  }
  warn_of_signs(program, store);
  store.prepare_writing();
  const auto new_id = sources_of(program).new_uuid;
  auto effects = revocation::write(*store.database(), meant.seen, new_id);
  effects = joined_effects(std::move(effects),
                           revocation::write(*store.database(), meant.unseen, new_id));
  print(program, options, effects);
  if (!meant.seen.cut_offs.empty()) {
    program.say("tokens issued until the end of this second are revoked, those of afterwards not");
  }
  tell(plane, meant, program);
  say_who_does_not_know(program, options, store, plane && !meant.events.empty());
  program.next("tokenshift token introspect" + deployment_words(options.deployment) +
               options.store.words() + " tells whether a token is active");
  return exit_ok;
}

std::vector<Option> own_options(RevokeOptions& options) {
  return {
      {"--client", "KEY",
       "all tokens of this client; with --jti: the client of the token; without it, a token or a "
       "user is meant",
       &options.client},
      {"--jti", "UUID",
       "one token, by its jti, for who does not have the token itself; without it, the token is "
       "read",
       &options.jti},
      {"--expires", "TIME",
       "when the token of --jti expires, as 2026-04-23T10:18:00Z; default: when one that was "
       "issued now would",
       &options.expires},
      {"--tenant", "DOMAIN",
       "the tenant of user or client; default: that of the client's rows, or carbon.super",
       &options.tenant},
      {"--gateway-tables", "",
       "write the tables that gateways read when they start, too (AM_REVOKED_JWT, AM_…_EVENT)",
       &options.gateway_tables},
      {"-n,--dry-run", "", "say what would be written and write nothing", &options.dry_run},
      {"-y,--yes", "", "do not ask whether to revoke", &options.yes},
      {"-o,--output",
       "FORMAT",
       "how the rows are printed; default table",
       &options.output,
       {"table", "json", "jsonl", "csv"}},
  };
}

}  // namespace

Command token_revoke() {
  auto options = std::make_shared<RevokeOptions>();
  return {
      .name = "token revoke",
      .details =
          "Writes what the server writes: a row for a token, or a moment for a client or user, "
          "before which no token is good. Such a moment never moves backwards, and a token never "
          "gets a second row, so the same command again changes nothing. A token is taken by its "
          "jti and client; its signature is not checked. Users are named by id, or by a name that "
          "the user store resolves: a name in these tables would match nothing.\n"
          "The key manager asks the database for every token. Gateways do not: they have what "
          "the control plane told them, and read their own tables when they start. Events of a "
          "user reach a gateway only where sub is the user's id, and its WebSocket path knows "
          "single tokens alone.\n"
          "Without a deployment the revocation is kept in a store of tokenshift's own.",
      .options =
          joined(joined(options->input.options(), own_options(*options)),
                 joined(joined(options->user.options(), options->notify.options()),
                        joined(options->store.options(), database_options(options->deployment)))),
      .examples =
          {{"one token, as it was pasted", "xclip -o | tokenshift token revoke --home /opt/wso2am"},
           {"all of a client, for gateways, too, that start later",
            "tokenshift token revoke --home /opt/wso2am --client Xh2p3p6jFv5GqN0oGmY3dJb0kT4a "
            "--gateway-tables"},
           {"all of a user, and tell the running gateways",
            "tokenshift token revoke --home /opt/wso2am --user alice --notify https://cp:9443 "
            "--notify-credentials admin.txt"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
