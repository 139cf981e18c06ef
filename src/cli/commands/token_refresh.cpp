// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/issuer/client.hpp"
#include "tokenshift/issuer/refresh.hpp"
#include "tokenshift/issuer/revocations.hpp"

#include "../confirm.hpp"
#include "../practice_key.hpp"
#include "../token_context.hpp"
#include "../token_input.hpp"
#include "../token_stream.hpp"
#include "../token_text.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  TokenInput input;
  KeyOptions keys;
  apim::DeploymentRequest deployment;
  StoreOptions store;
  std::string client;
  std::string tenant;
  std::vector<std::string> scopes;
  std::optional<std::int64_t> ttl;
  std::string renewal;
  std::string extension;
  FormOptions form;
  bool faithful = false;
  bool dry_run = false;
  bool yes = false;
  std::string output = "json";
};

// The refresh token of what was given: the only token, or the one that is called so.
std::string refresh_token_of(Program& program, const TokenInput& input) {
  std::vector<jwt::Pasted> tokens = read_tokens(program, input);
  std::string found;
  std::size_t candidates = 0;
  for (const jwt::Pasted& pasted : tokens) {
    if (tokens.size() > 1 && pasted.label != "refresh_token") continue;
    found = pasted.token;
    ++candidates;
  }
  const bool none = tokens.empty();
  wipe(tokens);
  if (candidates == 1) return found;
  crypto::wipe(found);
  throw Error(ErrorKind::input,
              none ? "no token is in the text" : "there are several tokens in the text",
              "give one refresh token, or the JSON of a token response");
}

// The client that a token names: whoever has the token may say that it is theirs.
std::string client_of_token(const std::string& text) {
  jwt::CompactToken token;
  token.read(text);
  return jwt::KnownClaims(token.claims()).text(jwt::Claim::azp);
}

issuer::Client client_of(Program& program, const Options& options, const OpenRevocations& store,
                         const std::string& token) {
  std::string key = options.client;
  if (key.empty()) {
    key = client_of_token(token);
    if (!key.empty()) program.say("note: the client is the one that the token names");
  } else {
    require_client_key(key);
  }
  if (store.session && !key.empty()) {
    const Session& session = *store.session;
    issuer::Client client =
        issuer::read_client(session.databases().identity(), session.catalog, key);
    if (client.allows(to_string(issuer::Grant::refresh_token))) return client;
    throw Error(ErrorKind::refused,
                fmt::format("client {} may not use the grant refresh_token", printable(key)),
                "allow it for the application");
  }
  issuer::Client client{.key = key};
  if (!options.tenant.empty()) client.tenant = options.tenant;
  return client;
}

void apply_modes(const Options& options, issuer::Settings& settings, issuer::Client& client) {
  if (!options.renewal.empty()) client.renew_refresh_token = options.renewal == "on";
  if (!options.extension.empty()) settings.extend_on_renewal = options.extension == "on";
}

std::string error_response(const issuer::Refreshed& refreshed) {
  jwt::ObjectWriter answer;
  answer.add("error_description", refreshed.description).add("error", refreshed.error);
  return answer.json();
}

void tell_differences(Program& program, const Options& options,
                      const issuer::Refreshed& refreshed) {
  for (const std::string& difference : refreshed.differences) {
    program.say((options.faithful ? "note: as the server has it: " : "note: differs here: ") +
                difference);
  }
}

int refused(Program& program, const Options& options, const issuer::Refreshed& refreshed) {
  if (options.output == "json") program.out() << error_response(refreshed) << '\n';
  program.say(fmt::format("refused: {}: {}", refreshed.error, printable(refreshed.description)));
  for (const jwt::Failure& failure : refreshed.failures) program.say("  " + failure_text(failure));
  tell_differences(program, options, refreshed);
  program.next("tokenshift token decode shows what the token says");
  const bool malformed = refreshed.error == "invalid_request";
  return malformed ? static_cast<int>(ErrorKind::input) : exit_no;
}

int print(Program& program, const Options& options, const issuer::Refreshed& refreshed) {
  const issuer::Issued& issued = *refreshed.issued;
  program.out() << (options.output == "json" ? token_response(issued) : issued.access_token)
                << '\n';
  program.say(fmt::format("issued: access token, jti {}", issued.access.jti));
  program.say(refreshed.same_refresh_token
                  ? std::string("the refresh token stays the same: renewal is off")
                  : fmt::format("issued: refresh token, jti {}; the old one is used up",
                                issued.refresh.jti));
  tell_differences(program, options, refreshed);
  program.next("tokenshift token introspect" + deployment_words(options.deployment) +
               options.store.words() + " answers for either of them");
  return exit_ok;
}

// What an exchange is made with.
struct Exchange {
  const SigningChoice& key;
  const issuer::Settings& settings;
  issuer::RefreshRequest& request;
};

issuer::Refreshed exchanged(Program& program, const OpenRevocations& store,
                            const Exchange& exchange) {
  const issuer::Sources sources = sources_of(program);
  const SigningChoice& key = exchange.key;
  jwt::Demands demands =
      demands_of(exchange.settings, exchange.request.client.tenant, program.now());
  if (store.database() != nullptr) {
    demands.revocations = issuer::revocation_query(*store.database());
  }
  const crypto::VerificationKey verifying = key.key.verification_key();
  jwt::TokenVerifier verifier({{.key = verifying, .place = key.place}}, demands);
  const std::string x5t =
      key.certificate ? jwt::server_x5t(key.certificate->der) : jwt::thumbprint(verifying);
  issuer::Issuer issuer(key.key, x5t, exchange.settings, sources);
  return issuer::refresh(issuer, verifier, store.database(), sources, exchange.request);
}

// The library is asked twice: first without writing, so that whoever is asked to confirm knows
// that it will work.
int exchange_token(Program& program, const Options& options, OpenRevocations& store,
                   const Exchange& exchange) {
  exchange.request.dry_run = true;
  const issuer::Refreshed preview = exchanged(program, store, exchange);
  if (preview.refused()) return refused(program, options, preview);
  if (options.dry_run) {
    program.say(preview.spends_token ? "would issue an access token and a refresh token, and use "
                                       "up the old one"
                                     : "would issue an access token; the refresh token stays");
    tell_differences(program, options, preview);
    program.say("dry run: nothing was issued or written");
    return exit_ok;
  }
  if (!store.harmless()) {
    confirm_reversible(program,
                       "Really use up this refresh token? Whoever holds it cannot use it again.",
                       options.yes);
  }
  store.prepare_writing();
  exchange.request.dry_run = false;
  const issuer::Refreshed refreshed = exchanged(program, store, exchange);
  return refreshed.refused() ? refused(program, options, refreshed)
                             : print(program, options, refreshed);
}

int run(Program& program, const Options& options) {
  if (options.ttl && *options.ttl < 1 && *options.ttl != -1) {
    throw Error(ErrorKind::usage, fmt::format("--ttl {}: no life of a token", *options.ttl),
                "give seconds from 1 on; -1 is a token that never expires");
  }
  OpenRevocations store = open_revocations(program, options.deployment, options.store,
                                           options.dry_run ? db::Access::read : db::Access::write);
  issuer::RefreshRequest request{.token = refresh_token_of(program, options.input),
                                 .faithful = options.faithful};
  request.client = client_of(program, options, store, request.token);
  for (const std::string& text : options.scopes) {
    for (const std::string& scope : split(text, ' ')) {
      if (!scope.empty()) request.scopes.push_back(scope);
    }
  }
  if (options.ttl) request.validity = std::chrono::seconds{*options.ttl};
  issuer::Settings settings = settings_for(store.deployment.get(), options.form);
  apply_modes(options, settings, request.client);
  const SigningChoice key = signing_choice_or_throw_away(
      program, options.keys, store.deployment.get(), store.session ? &*store.session : nullptr);
  const int status = exchange_token(program, options, store, {key, settings, request});
  crypto::wipe(request.token);
  return status;
}

std::vector<Option> own_options(Options& options) {
  return {
      {"--client", "KEY", "who presents the token; default: the client that the token names",
       &options.client},
      {"--tenant", "DOMAIN",
       "the tenant of the client, where no database tells it; default carbon.super",
       &options.tenant},
      {"--scope", "SCOPE", "a part of the scopes; may be repeated; default: all that were granted",
       &options.scopes},
      {"--ttl", "SECONDS",
       "how long the access token lives, in seconds, -1 for ever; default: the client's",
       &options.ttl},
      {"--renewal",
       "MODE",
       "on: a new refresh token, and the old one is used up; off: the same one comes back; "
       "default: the client's setting, else renew_refresh_token",
       &options.renewal,
       {"on", "off"}},
      {"--extension",
       "MODE",
       "on: the new refresh token lives its whole life; off: it ends when the old one did; "
       "default: extend_refresh_token_expiry_time_on_renewal",
       &options.extension,
       {"on", "off"}},
      {"--faithful", "", "with the server's known defects instead of strictly", &options.faithful},
      {"-n,--dry-run", "", "say what would happen; issue and write nothing", &options.dry_run},
      {"-y,--yes", "", "do not ask whether to use up the token", &options.yes},
      {"-o,--output",
       "FORMAT",
       "json: what the token endpoint answers (default); token: the access token alone",
       &options.output,
       {"json", "token"}},
  };
}

}  // namespace

Command token_refresh() {
  auto options = std::make_shared<Options>();
  return {
      .name = "token refresh",
      .details =
          "The token is judged by all rules of the key manager. With renewal on, the old token is "
          "marked as used in the revocation tables before the new ones are printed, and of two "
          "who use it at the same time at most one succeeds; the old access token stays valid, as "
          "at the server. --faithful does what the server is known to do instead: it marks the "
          "old token afterwards, moves an end that was to stay, and its clock skew opens a gap "
          "for used tokens. Where that shows, both say so.\n"
          "A refusal is answered as RFC 6749 has it, with exit 1. The new refresh token is only "
          "shown with -o json, which is the default.",
      .options = joined(
          joined(options->input.options(), joined(own_options(*options), options->form.options())),
          joined(joined(options->keys.options(), options->store.options()),
                 database_options(options->deployment))),
      .examples = {{"at a deployment",
                    "tokenshift token refresh --home /opt/wso2am < response.json"},
                   {"as the server would, renewal off",
                    "tokenshift token refresh --home practice --faithful --renewal off < "
                    "response.json"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
