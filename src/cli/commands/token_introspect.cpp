// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/issuer/client.hpp"
#include "tokenshift/issuer/introspect.hpp"
#include "tokenshift/issuer/revocations.hpp"

#include "../key_options.hpp"
#include "../token_context.hpp"
#include "../token_input.hpp"
#include "../token_text.hpp"
#include "../user_options.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  TokenInput input;
  KeyOptions keys;
  apim::DeploymentRequest deployment;
  StoreOptions store;
  UserOptions users;
  std::string issuer;
  std::string profile;
};

// Whom a token is about, and whether the server knows who asked for it.
class Registry {
 public:
  Registry(Program& program, const Options& options, const Session* session)
      : session_(session), users_(program, options.users, session) {}

  std::optional<issuer::Client> client(const std::string& key) const {
    if (session_ == nullptr) return std::nullopt;
    try {
      return issuer::read_client(session_->databases().identity(), session_->catalog, key);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::refused) throw;
      return std::nullopt;
    }
  }

  // "alice@carbon.super" of a client's key or a user's id; empty where it is not known.
  std::string name_of(const std::string& entity_id, const std::string& tenant) {
    if (const auto owned = client(entity_id)) return owned->owner + "@" + owned->tenant;
    const auto user = users_.by_id(entity_id, tenant);
    return user ? user->name + "@" + user->tenant : std::string();
  }

  bool asked() const { return session_ != nullptr; }

 private:
  const Session* session_;
  Users users_;
};

// The tenant of the client that the token names; the store of users is asked in it.
std::string tenant_of(const jwt::KnownClaims& claims, const Registry& registry) {
  const auto client = registry.client(claims.text(jwt::Claim::azp));
  return client ? client->tenant : "carbon.super";
}

// A key manager that does not know the client does not answer for its token (§4.3).
void require_client(issuer::Introspection& answer, const jwt::KnownClaims& claims,
                    const Registry& registry, std::vector<std::string>& why) {
  if (!answer.active || !registry.asked()) return;
  const std::string azp = claims.text(jwt::Claim::azp);
  if (registry.client(azp)) return;
  answer.active = false;
  answer.json = R"({"active":false})";
  why.push_back(fmt::format("unknown-client: there is no client {}", printable(azp)));
}

bool is_malformed(const issuer::Introspection& answer) {
  return std::ranges::any_of(answer.reasons, [](const jwt::Failure& failure) {
    return jwt::reasons()[static_cast<std::size_t>(failure.reason)].malformed;
  });
}

// Prints the answer for one token, and gives the exit status.
int answer_for(Program& program, jwt::TokenVerifier& verifier, Registry& registry,
               const std::string& token, const std::string& name) {
  issuer::Introspection answer =
      issuer::introspect(verifier, token, [&](const std::string& entity_id) {
        return registry.name_of(entity_id, tenant_of(verifier.claims(), registry));
      });
  std::vector<std::string> why;
  for (const jwt::Failure& failure : answer.reasons) why.push_back(failure_text(failure));
  require_client(answer, verifier.claims(), registry, why);
  program.out() << answer.json << '\n';
  const std::string prefix = name.empty() ? "" : name + ": ";
  for (const std::string& reason : why)
    program.say(fmt::format("{}not active: {}", prefix, reason));
  if (answer.active) return exit_ok;
  return is_malformed(answer) ? static_cast<int>(ErrorKind::input) : exit_no;
}

int run(Program& program, const Options& options) {
  const OpenRevocations store =
      open_revocations(program, options.deployment, options.store, db::Access::read);
  const Session* session = store.session ? &*store.session : nullptr;
  Registry registry(program, options, session);
  const issuer::Settings settings =
      settings_for(store.deployment.get(), {options.profile, options.issuer});
  jwt::Demands demands = demands_of(settings, "carbon.super", program.now());
  if (!store.deployment && options.issuer.empty()) demands.issuer.reset();
  if (!store.deployment && options.profile.empty()) demands.server = jwt::Profile::unknown;
  if (db::Connection* database = store.database()) {
    demands.revocations = issuer::revocation_query(*database);
  }
  jwt::TokenVerifier verifier(trusted_keys(program, options.keys, store.deployment.get()), demands);
  std::vector<jwt::Pasted> tokens = read_tokens(program, options.input);
  if (tokens.empty()) {
    program.say("no token is in the text");
    return exit_no;
  }
  int status = exit_ok;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    status = std::max(status,
                      answer_for(program, verifier, registry, tokens[i].token, name_of(tokens, i)));
  }
  wipe(tokens);
  program.next("tokenshift token verify lists all that is checked, for the gateway, too");
  return status;
}

}  // namespace

Command token_introspect() {
  auto options = std::make_shared<Options>();
  return {
      .name = "token introspect",
      .details =
          "One JSON line a token on standard output: what the key manager answers, judged by the "
          "signature, all claims and the revocation tables. Why a token is not active is nobody's "
          "business who has only the token, so the answer does not say it; standard error does.\n"
          "The revocations are those of the deployment's database, or of --store. Whether the user "
          "still exists is not checked; whether the client does, with a database.\n"
          "Exit 0 when all are active, 1 when one is not, 3 when one is malformed, 4 when the "
          "state of one is a row of the database and not in the token.",
      .options = joined(
          joined(options->input.options(), options->keys.options()),
          joined(joined({{"--issuer", "URL",
                          "the issuer that tokens must have; default: that of --home",
                          &options->issuer},
                         {"--profile",
                          "V",
                          "the form of tokens that the server wants: 4.3 (to 4.6) or 4.7; default: "
                          "of the version, or of the token",
                          &options->profile,
                          {"4.3", "4.7"}},
                         {"--user-db", "URL",
                          "the database of the user store (UM_USER); default: shared_db of "
                          "deployment.toml",
                          &options->users.db},
                         {"--user-db-password-file", "FILE",
                          "the first line of FILE is the password of --user-db; default: that of "
                          "deployment.toml",
                          &options->users.db_password_file}},
                        options->store.options()),
                 database_options(options->deployment))),
      .examples = {{"against a deployment",
                    "tokenshift token introspect --home /opt/wso2am < token.txt"},
                   {"against a store of tokenshift's own",
                    "tokenshift token introspect --key jwks.json --store revoked.db < token.txt"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
