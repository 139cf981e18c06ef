// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/issuer/client.hpp"

#include "../confirm.hpp"
#include "../custom_claims.hpp"
#include "../practice_key.hpp"
#include "../token_context.hpp"
#include "../token_stream.hpp"
#include "../user_options.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

constexpr std::int64_t most_threads = 64;
constexpr std::int64_t most_tokens = 1'000'000'000;

struct Options {
  KeyOptions keys;
  apim::DeploymentRequest deployment;
  UserOptions user;
  std::string grant = "client_credentials";
  std::string client;
  std::string tenant;
  std::vector<std::string> scopes;
  std::vector<std::string> audiences;
  std::optional<std::int64_t> ttl;
  FormOptions form;
  std::vector<std::string> claims;
  std::vector<std::string> json_claims;
  bool no_db = false;
  std::int64_t count = 1;
  std::int64_t threads = 1;
  bool yes = false;
  std::string output = "token";
};

struct Context {
  std::shared_ptr<const apim::Deployment> deployment;
  std::optional<Session> session;

  const Session* open() const { return session ? &*session : nullptr; }
};

void require_sense(const Options& options) {
  require_client_key(options.client);
  if (options.ttl && *options.ttl < 1 && *options.ttl != -1) {
    throw Error(ErrorKind::usage, fmt::format("--ttl {}: no life of a token", *options.ttl),
                "give seconds from 1 on; -1 is a token that never expires");
  }
  if (options.count < 1 || options.count > most_tokens) {
    throw Error(ErrorKind::usage, fmt::format("--count {}: out of range", options.count),
                fmt::format("give 1 to {}", most_tokens));
  }
  if (options.threads < 1 || options.threads > most_threads) {
    throw Error(ErrorKind::usage, fmt::format("--threads {}: out of range", options.threads),
                fmt::format("give 1 to {}", most_threads));
  }
}

Context context_of(Program& program, const Options& options) {
  Context context;
  if (!names_deployment(options.deployment)) return context;
  context.deployment = load_shared(program, options.deployment);
  const bool named = !context.deployment->db_url.empty() || context.deployment->db_problem;
  if (!options.no_db && named) {
    context.session = open_session(context.deployment, db::Access::read);
  }
  return context;
}

// The client of the rows; what would keep the server from issuing to it is refused or said.
issuer::Client client_of(Program& program, const Options& options, const Session* session) {
  if (session == nullptr) {
    issuer::Client client{.key = options.client};
    if (!options.tenant.empty()) client.tenant = options.tenant;
    return client;
  }
  issuer::Client client =
      issuer::read_client(session->databases().identity(), session->catalog, options.client);
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    throw Error(ErrorKind::refused, fmt::format("client {}: {}", printable(client.key), what),
                hint);
  };
  if (client.state != "ACTIVE") {
    refuse(fmt::format("its state is {}, so the server would refuse it", printable(client.state)),
           "activate the client, or choose another: tokenshift apps list");
  }
  if (!client.allows(options.grant)) {
    refuse(fmt::format("it may not use the grant {}, so the server would answer "
                       "unauthorized_client",
                       options.grant),
           fmt::format("it may use: {}",
                       printable(fmt::format("{}", fmt::join(client.grants, ", ")))));
  }
  if (client.has_token_binding) {
    refuse("its tokens are bound to a browser or certificate, which the optimization does not do",
           "choose another client, or --no-db");
  }
  if (!client.is_jwt) {
    program.tell({.severity = Severity::warning,
                  .id = "still-opaque",
                  .message = fmt::format("the server gives opaque tokens to client {}: it has not "
                                         "been converted",
                                         printable(client.key)),
                  .hint = "this is what it would give afterwards; see: tokenshift apps plan"});
  }
  return client;
}

// Whom the token is about: of client_credentials the client's owner.
issuer::User user_of(Program& program, const Options& options, const Session* session,
                     const issuer::Client& client) {
  Users users(program, options.user, session);
  const std::string tenant = options.tenant.empty() ? client.tenant : options.tenant;
  const bool application = options.grant == "client_credentials";
  if (!application || options.user.given()) return users.chosen(tenant);
  if (client.owner.empty()) {
    throw Error(ErrorKind::refused,
                "the token names the owner of the client by id, and no database tells who that is",
                "give the owner's id with --user-id, or the database with --db or --home");
  }
  return users.by_name(client.owner, client.tenant);
}

// A tenant's tokens are signed with its own key, which lies in the registry (§6.1).
void require_key_of_tenant(const Options& options, const Context& context,
                           const issuer::Settings& settings, const issuer::Request& request) {
  const std::string& tenant =
      settings.sign_with_client_tenant ? request.client.tenant : request.user.tenant;
  const bool practice = context.session && context.session->practice;
  if (!options.keys.file.empty() || practice || tenant == "carbon.super") return;
  throw Error(ErrorKind::refused,
              fmt::format("tokens of {} are signed with that tenant's key, which is not the "
                          "deployment's",
                          printable(tenant)),
              "export the tenant's key store from its registry and name it with --key FILE");
}

void confirm(Program& program, const Options& options, const Context& context,
             const SigningChoice& key) {
  if (options.yes || (context.session && context.session->practice)) return;
  if (key.certificate && !keystore::shipped_with(*key.certificate).empty()) return;
  const std::string what =
      fmt::format("sign {} for client {} with the key of {}", counted(options.count, "token"),
                  printable(options.client), key.place);
  if (!program.may_ask()) {
    throw Error(ErrorKind::unconfirmed,
                fmt::format("whoever trusts this key takes such a token for a real one: to {} has "
                            "to be confirmed",
                            what),
                "say --yes");
  }
  confirm_reversible(program, fmt::format("Really {}? It is as good as a real one.", what), false);
}

std::string x5t_of(Program& program, const SigningChoice& key) {
  if (key.certificate) return jwt::server_x5t(key.certificate->der);
  program.say("note: this key has no certificate, so x5t and kid are not those of a server");
  return jwt::thumbprint(key.key.verification_key());
}

issuer::Request request_of(Program& program, const Options& options, const Context& context) {
  issuer::Request request{.grant = *issuer::parse_grant(options.grant),
                          .custom = custom_claims(options.claims, options.json_claims)};
  request.client = client_of(program, options, context.open());
  request.user = user_of(program, options, context.open(), request.client);
  for (const std::string& text : options.scopes) {
    for (const std::string& scope : split(text, ' ')) {
      if (!scope.empty()) request.scopes.push_back(scope);
    }
  }
  request.audiences = options.audiences;
  if (options.ttl) request.validity = std::chrono::seconds{*options.ttl};
  return request;
}

std::string access_token_of(const issuer::Issued& issued) { return issued.access_token; }

std::string end_of(const issuer::Facts& facts) {
  if (facts.expires == issuer::never_expires) return "never expires";
  return "expires " + to_rfc3339(Time{std::chrono::seconds{facts.expires}});
}

int run(Program& program, const Options& options) {
  require_sense(options);
  const Context context = context_of(program, options);
  const issuer::Settings settings = settings_for(context.deployment.get(), options.form);
  const issuer::Request request = request_of(program, options, context);
  require_key_of_tenant(options, context, settings, request);
  const SigningChoice key =
      signing_choice_or_throw_away(program, options.keys, context.deployment.get(), context.open());
  confirm(program, options, context, key);
  const std::string x5t = x5t_of(program, key);
  const auto make_issuer = [&] {
    return issuer::Issuer(key.key, x5t, settings, sources_of(program));
  };
  const auto line_of = options.output == "json" ? &token_response : &access_token_of;
  const std::string revoke = "tokenshift token revoke" + deployment_words(options.deployment) +
                             " --client " + shell_word(options.client);
  if (options.count > 1) {
    const std::int64_t written =
        stream_tokens(program.out(), options.count, options.threads, make_issuer, request, line_of);
    program.say(fmt::format("issued {} for client {}", counted(written, "token"),
                            printable(options.client)));
    program.next(revoke + " revokes them all");
    return exit_ok;
  }
  const issuer::Issued issued = make_issuer().issue(request);
  program.out() << line_of(issued) << '\n';
  program.say(fmt::format("issued: jti {}, client {}, {}", issued.access.jti,
                          printable(options.client), end_of(issued.access)));
  if (!issued.refresh_token.empty()) {
    program.say(fmt::format("refresh token{}: jti {}, {}",
                            options.output == "json" ? "" : " (shown with -o json)",
                            issued.refresh.jti, end_of(issued.refresh)));
  }
  program.next(revoke + " --jti " + issued.access.jti + " revokes it");
  return exit_ok;
}

std::vector<Option> own_options(Options& options) {
  return {
      {"--grant",
       "NAME",
       "the grant; default client_credentials",
       &options.grant,
       {"client_credentials", "password", "authorization_code", "refresh_token"}},
      {"--client", "KEY", "the consumer key of the client", &options.client, {}, true},
      {"--tenant", "DOMAIN",
       "the tenant of the user, and without a database of the client; default: the client's, or "
       "carbon.super",
       &options.tenant},
      {"--scope", "SCOPE", "a scope, or several in quotes; may be repeated; default: default",
       &options.scopes},
      {"--aud", "NAME",
       "an audience besides those of client and deployment; may be repeated; default: none",
       &options.audiences},
      {"--ttl", "SECONDS",
       "how long the access token lives, in seconds, -1 for ever; default: the client's",
       &options.ttl},
      {"--claim", "NAME=TEXT", "one more claim, a text; may be repeated; default: none",
       &options.claims},
      {"--claim-json", "NAME=JSON", "one more claim of any type; may be repeated; default: none",
       &options.json_claims},
      {"--no-db", "", "ask no database: client and user are as the options say", &options.no_db},
      {"--count", "N", "issue N tokens, one a line; default 1", &options.count},
      {"--threads", "N", "how many threads sign; default 1", &options.threads},
      {"-y,--yes", "", "do not ask whether to sign with a real key", &options.yes},
      {"-o,--output",
       "FORMAT",
       "token: the access token alone (default); json: what the token endpoint answers",
       &options.output,
       {"token", "json"}},
  };
}

}  // namespace

Command token_issue() {
  auto options = std::make_shared<Options>();
  return {
      .name = "token issue",
      .details =
          "Header and claims, their order too, are those of the server. Validity, audiences, owner "
          "and tenant come from the client's rows where a database is named. Standard output is "
          "the token and nothing else; its jti, which names it without showing it, is on standard "
          "error.\n"
          "A token that is signed with the key of a real deployment is as good as a real one, so "
          "it wants a confirmation. A practice deployment gets a throw-away key.\n"
          "Users are named by id, as the server compares ids; a name is resolved by the user store "
          "or refused. Nothing is written to the database.",
      .options =
          joined(joined(own_options(*options), options->form.options()),
                 joined(options->user.options(),
                        joined(options->keys.options(), database_options(options->deployment)))),
      .examples =
          {{"what client_credentials gives",
            "tokenshift token issue --home /opt/wso2am --client "
            "Xh2p3p6jFv5GqN0oGmY3dJb0kT4a"},
           {"a user's tokens, both",
            "tokenshift token issue --home /opt/wso2am --client Xh2p3p6jFv5GqN0oGmY3dJb0kT4a "
            "--grant password --user alice -o json"},
           {"for a load test",
            "tokenshift token issue --home practice --client Xh2p3p6jFv5GqN0oGmY3dJb0kT4a --count "
            "100000 --threads 2 > tokens.txt"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
